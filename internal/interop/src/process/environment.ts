/** Which transports a Fast DDS peer uses: its default (shared memory between processes of one host, UDP otherwise) or UDP only. */
export const Transport = { DEFAULT: 'default', UDPV4: 'UDPv4' } as const;
export type Transport = (typeof Transport)[keyof typeof Transport];

/** What a sourced ROS set-up, or a person's own settings, would change under a test. */
const FOREIGN =
  /^(ROS_|RMW_|RCL_|RCUTILS_|FASTDDS_|FASTRTPS_|CYCLONEDDS_|AMENT_|COLCON_|PYTHON(PATH|HOME)$|LD_LIBRARY_PATH$|NODE_OPTIONS$|VIRTUAL_ENV$)/;

/** A peer's environment: this process's without anything of ROS, in a domain of its own, otherwise at ROS's default settings. */
export function peerEnvironment(domainId: number, transport: Transport): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) if (!FOREIGN.test(name)) environment[name] = value;
  environment['ROS_DOMAIN_ID'] = String(domainId);
  if (transport === Transport.UDPV4) environment['FASTDDS_BUILTIN_TRANSPORTS'] = 'UDPv4';
  return environment;
}
