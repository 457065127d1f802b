/** Goals of each client in each run. */
export const GOALS_EACH = 200;

/** The share of its datagrams, in both directions, that the server loses in the second run. */
export const LOSS = 0.2;

export const EVERYBODY = 'clients on Fast DDS, two on Cyclone DDS and two of ours at one server';

/** What that test shows, one after the other; docs/INTEROP.md lists it. */
export const EverybodyRow: Readonly<
  Record<'GOALS' | 'GOALS_WITH_LOSS' | 'OWN_REPLIES' | 'SERVERS' | 'ACTION_SERVERS' | 'CAPTURES', string>
> = {
  GOALS: `${GOALS_EACH} goals of each of the five, all at once`,
  GOALS_WITH_LOSS: `${GOALS_EACH} goals of each, ${LOSS * 100} % of what the server sends and receives lost`,
  OWN_REPLIES:
    'each of two participants in one process of Cyclone DDS takes its own replies, and a GAP for one hides none for the other',
  SERVERS: 'one client of ours asks servers of one name on Fast DDS and on Cyclone DDS',
  ACTION_SERVERS:
    'one action client of ours runs goals on servers of one name on Fast DDS and on Cyclone DDS, with feedback and cancellation',
  CAPTURES: 'nobody was sent the other dialect, by the captures of our processes',
};
