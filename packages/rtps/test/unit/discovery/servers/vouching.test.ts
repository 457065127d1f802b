import type { RemoteParticipantState } from '../../../../src/discovery/remote-participant.js';
import { Vouching } from '../../../../src/discovery/servers/vouching.js';

const participant = (): RemoteParticipantState => ({ isVouchedFor: false }) as RemoteParticipantState;

describe('whom servers vouch for', () => {
  const [left, right] = [participant(), participant()];

  it('is gone when the last of them withdraws', () => {
    const vouching = new Vouching();
    const one = participant();
    vouching.vouch(left, one);
    vouching.vouch(right, one);
    expect(one.isVouchedFor).toBe(true);
    expect(vouching.withdraw(left, one)).toBe(false);
    expect([...vouching.vouchersOf(one)]).toEqual([right]);
    expect(vouching.withdraw(right, one)).toBe(true);
  });

  it('is an orphan when the only one is lost, and no longer when it comes back', () => {
    const vouching = new Vouching();
    const [both, onlyLeft] = [participant(), participant()];
    vouching.vouch(left, both);
    vouching.vouch(right, both);
    vouching.vouch(left, onlyLeft);
    expect(vouching.removeServer(left)).toEqual([onlyLeft]);
    expect([both.isVouchedFor, onlyLeft.isVouchedFor]).toEqual([true, false]);
    vouching.vouch(left, onlyLeft);
    expect(onlyLeft.isVouchedFor).toBe(true);
  });

  it('is nobody after it was forgotten', () => {
    const vouching = new Vouching();
    const one = participant();
    vouching.vouch(left, one);
    vouching.removeParticipant(one);
    expect(vouching.removeServer(left)).toEqual([]);
  });
});
