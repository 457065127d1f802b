import { defineService } from '@rclts/idl';
import { String } from '@rclts/interfaces/std_msgs/msg/String';
import { claimDomain } from '@rclts/interop';
import { Context, createNode, type LogRecord } from '../../src/index.js';

const Add = defineService('example_interfaces/srv/AddTwoInts', 'int64 a\nint64 b\n---\nint64 sum');
/** What takes longer never comes. */
const PATIENCE_MS = 120_000;

test('two nodes of two contexts meet through sockets, talk, and close', async () => {
  const logs: LogRecord[] = [];
  const domain = await claimDomain();
  const environment = { ROS_DOMAIN_ID: `${domain.id}`, ROS_AUTOMATIC_DISCOVERY_RANGE: 'LOCALHOST' };
  const options = { environment, args: [], logSink: (record: LogRecord) => void logs.push(record) };
  const server = await createNode('server', options);
  const client = await createNode('client', { ...options, namespace: 'ns' });
  try {
    expect(client.context.domainId).toBe(domain.id);
    server.createServiceServer(Add, 'add', ({ a, b }) => ({ sum: a + b }));
    const service = client.createServiceClient(Add, '/add');
    await service.waitForService({ timeoutMs: PATIENCE_MS });
    expect(await service.call({ a: 20n, b: 22n }, { timeoutMs: PATIENCE_MS })).toEqual({ sum: 42n });

    const publisher = server.createPublisher(String, '/chatter', { durability: 'transient_local' });
    publisher.publish({ data: 'hello' });
    const heard = await new Promise<string>((resolve) => {
      client.createSubscription(String, '/chatter', ({ data }) => resolve(data), { durability: 'transient_local' });
    });
    expect(heard).toBe('hello');
    await new Promise<void>((resolve) => {
      const look = (): void => void (client.getNodes().length > 1 && resolve());
      client.on('graphChanged', look);
      look();
    });
    expect(client.getNodes().map(({ name, namespace }) => namespace + name)).toEqual(['/nsclient', '/server']);
  } finally {
    await Promise.all([client.close(), server.close()]);
    await domain.release();
  }
  expect(server.context.isClosed).toBe(true);
  expect(logs).toEqual([]);
});

test('takes a process’s environment as it is, and one with variables that are not set', async () => {
  // What somebody has set for the ROS of this machine may be wrong, or refuse us.
  for (const name of Object.keys(process.env)) if (/^(ROS|RMW)_/.test(name)) delete process.env[name];
  for (const environment of [process.env, { ROS_DOMAIN_ID: undefined }, Object.create(null) as NodeJS.ProcessEnv]) {
    const context = await Context.open({ environment, domainId: 97, discoveryRange: 'off', args: [] });
    expect(context.domainId).toBe(97);
    await context.close();
  }
  for (const environment of [{ ROS_DOMAIN_ID: 97 }, ['ROS_DOMAIN_ID=97'], 'ROS_DOMAIN_ID=97', null])
    await expect(Context.open({ environment } as never)).rejects.toThrow('environment: must be an object of strings');
});
