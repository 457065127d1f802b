import { ManagedProcess } from '../../src/process/managed-process.js';

function start(script: string): ManagedProcess {
  return new ManagedProcess(process.execPath, ['-e', script], { label: 'a process', environment: process.env });
}

describe('ManagedProcess', () => {
  it('keeps what it says on stdout and on stderr, and its exit', async () => {
    const child = start("console.log('out'); console.error('err'); process.exitCode = 3;");
    expect(await child.exited).toEqual({ code: 3, signal: null });
    expect(child.describe()).toMatch(/code 3/);
    expect(child.output).toContain('out\n');
    expect(child.output).toContain('err\n');
  });

  it('makes a process end that ignores SIGTERM', async () => {
    const child = start(
      "process.on('SIGTERM', () => console.log('no')); setInterval(() => {}, 1000); console.log('up');",
    );
    await child.untilOutput(/up/, 60_000);
    // Not before it has heard it.
    const [exit] = await Promise.all([child.stop(60_000), child.untilOutput(/no/, 60_000).then(() => child.stop(0))]);
    expect(exit).toEqual({ code: null, signal: 'SIGKILL' });
    expect(child.output).toContain('no');
  });

  it('lets a process that hears SIGTERM end by itself', async () => {
    const child = start(
      "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000); console.log('up');",
    );
    await child.untilOutput(/up/, 60_000);
    expect(await child.stop()).toEqual({ code: 0, signal: null });
  });

  it('does not wait for a process that has ended', async () => {
    const child = start('');
    await expect(child.untilOutput(/never said/, 60_000)).rejects.toThrow('a process ended before');
  });

  it('reports a command that does not exist', async () => {
    const child = new ManagedProcess('/no/such/command', [], { label: 'nobody', environment: {} });
    expect(await child.exited).toEqual({ code: null, signal: null });
    expect(child.describe()).toContain('ENOENT');
  });
});
