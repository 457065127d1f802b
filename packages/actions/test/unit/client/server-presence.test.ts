import type { ServerParticipant } from '../../../src/client/action-servers.js';
import { ServerPresence } from '../../../src/client/server-presence.js';

const server = (text: string, address = ''): ServerParticipant =>
  ({ guidPrefix: { text }, address }) as unknown as ServerParticipant;

function presence() {
  const warnings: string[] = [];
  const errors: string[] = [];
  const events: string[] = [];
  const told = new ServerPresence(
    '/fibonacci',
    (text) => warnings.push(text),
    (error, origin) => errors.push(`${origin}: ${String(error)}`),
  );
  told.on('serverAvailable', ({ guidPrefix }) => events.push(`+${guidPrefix.text}`));
  told.on('serverLost', ({ guidPrefix }) => events.push(`-${guidPrefix.text}`));
  return { told, warnings, errors, events };
}

describe('the presence of servers', () => {
  it('is told when it changes', () => {
    const { told, events, warnings } = presence();
    const [one, two] = [server('one'), server('two')];
    told.update([one]);
    told.update([one]);
    told.update([two]);
    told.update([]);
    expect(events).toEqual(['+one', '-one', '+two', '-two']);
    expect(warnings).toEqual([]);
  });

  it('two of one name are warned of, once, with the names of both', () => {
    const { told, warnings } = presence();
    const [one, two] = [server('one', '10.0.0.1'), server('two')];
    told.update([one, two]);
    told.update([two]);
    told.update([one, two]);
    expect(warnings).toEqual([
      'There are 2 servers of action /fibonacci: one at 10.0.0.1, two at this context. ' +
        'A goal goes to one of them, the one that has been there longest',
    ]);
  });

  it('a listener that throws is reported and harms no other; one that is taken away hears nothing', () => {
    const { told, errors, events } = presence();
    const bad = (): void => {
      throw new Error('oops');
    };
    told.on('serverAvailable', bad);
    told.update([server('one')]);
    told.off('serverAvailable', bad);
    told.update([]);
    told.close();
    told.update([server('one')]);
    expect(errors).toEqual(["'serverAvailable' listener: Error: oops"]);
    expect(events).toEqual(['+one', '-one']);
  });
});
