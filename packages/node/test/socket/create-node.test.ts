import { defineService } from '@rclts/idl';
import { String } from '@rclts/interfaces/std_msgs/msg/String';
import { Context, createNode, type LogRecord } from '../../src/index.js';

const Add = defineService('example_interfaces/srv/AddTwoInts', 'int64 a\nint64 b\n---\nint64 sum');

test('two nodes of two contexts meet through sockets, talk, and close', async () => {
  const logs: LogRecord[] = [];
  const environment = { ROS_DOMAIN_ID: '97', ROS_AUTOMATIC_DISCOVERY_RANGE: 'LOCALHOST' };
  const options = { environment, args: [], logSink: (record: LogRecord) => void logs.push(record) };
  const server = await createNode('server', options);
  const client = await createNode('client', { ...options, namespace: 'ns' });
  try {
    expect(client.context.domainId).toBe(97);
    server.createServiceServer(Add, 'add', ({ a, b }) => ({ sum: a + b }));
    const service = client.createServiceClient(Add, '/add');
    await service.waitForService({ timeoutMs: 10_000 });
    expect(await service.call({ a: 20n, b: 22n }, { timeoutMs: 10_000 })).toEqual({ sum: 42n });

    const publisher = server.createPublisher(String, '/chatter', { durability: 'transient_local' });
    publisher.publish({ data: 'hello' });
    const heard = await new Promise<string>((resolve) => {
      client.createSubscription(String, '/chatter', ({ data }) => resolve(data), { durability: 'transient_local' });
    });
    expect(heard).toBe('hello');
    expect(client.getNodes().map(({ name, namespace }) => namespace + name)).toEqual(['/nsclient', '/server']);
  } finally {
    await Promise.all([client.close(), server.close()]);
  }
  expect(server.context.isClosed).toBe(true);
  expect(logs).toEqual([]);
});

test('takes a process’s environment as it is, and one with variables that are not set', async () => {
  for (const environment of [process.env, { ROS_DOMAIN_ID: undefined }, Object.create(null) as NodeJS.ProcessEnv]) {
    const context = await Context.open({ environment, domainId: 97, discoveryRange: 'off', args: [] });
    expect(context.domainId).toBe(97);
    await context.close();
  }
  for (const environment of [{ ROS_DOMAIN_ID: 97 }, ['ROS_DOMAIN_ID=97'], 'ROS_DOMAIN_ID=97', null])
    await expect(Context.open({ environment } as never)).rejects.toThrow('environment: must be an object of strings');
});
