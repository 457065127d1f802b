import { dissectMessage } from '../../../src/message/message-dissection.js';
import { messageOf, submessage } from '../../support/bytes-of-message.js';

const heartbeat = submessage('07', '01', '000004c7 000004c2 00000000 01000000 00000000 05000000 07000000');
const infoDst = submessage('0e', '01', '77'.repeat(12));

describe('dissecting a message', () => {
  it('shows an onlooker what is for others, and for whom', () => {
    const message = dissectMessage(messageOf(heartbeat, infoDst, heartbeat));
    expect(message?.submessages.map(({ kind, source }) => [kind, source.destination])).toEqual([
      ['HEARTBEAT', undefined],
      ['HEARTBEAT', '77'.repeat(12)],
    ]);
  });

  it('shows what comes before a submessage that is malformed, and says so', () => {
    const message = dissectMessage(messageOf(heartbeat, submessage('07', '01', '00'), heartbeat));
    expect(message).toMatchObject({ isMalformed: true, submessages: [{ kind: 'HEARTBEAT' }] });
  });

  it('is for RTPS only', () => {
    expect(dissectMessage(new Uint8Array(40))).toBeUndefined();
  });
});
