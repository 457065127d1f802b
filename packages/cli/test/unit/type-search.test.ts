import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findAction, searchFolders } from '../../src/type-search.js';

const folder = mkdtempSync(join(tmpdir(), 'rclts-types-'));
afterAll(() => rmSync(folder, { recursive: true }));

function put(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const drive = 'geometry/Pose target\n---\nbool done\n---\nfloat32 distance\n';
put('src/robot/action/Drive.action', drive);
put('src/geometry/msg/Pose.msg', 'Point position\nHeader header\n');
put('src/geometry/msg/Point.msg', 'float64 x\nfloat64 y\n');
put('share-like/std_msgs/msg/Header.msg', 'builtin_interfaces/Time stamp\nstring frame_id\n');
put('ament/share/robot/action/Drive.action', 'int32 speed\n---\n---\n');
const broken = put('broken.action', 'int32 order\n---\nint23 x\n---\n');
const alone = put('alone.action', 'int32 order\n---\nbool ok\n---\n');
const source = join(folder, 'src');
const bundled = join(folder, 'share-like');

describe('the definition of an action is found', () => {
  test('in a folder of packages, with everything that it nests', () => {
    const action = findAction('robot/action/Drive', { folders: [source, bundled] });
    expect(action.goal.codec.defaults()).toEqual({
      target: { position: { x: 0, y: 0 }, header: { stamp: { sec: 0, nanosec: 0 }, frame_id: '' } },
    });
    expect(action.typeHash).toMatch(/^RIHS01_[0-9a-f]{64}$/);
  });

  test('in a folder that is the package', () => {
    const folders = [join(source, 'robot'), join(source, 'geometry'), bundled];
    expect(findAction('robot/action/Drive', { folders }).typeName).toBe('robot/action/Drive');
  });

  test('in the share folder of an installed prefix, after the folders of the user', () => {
    const environment = { AMENT_PREFIX_PATH: `${join(folder, 'none')}:${join(folder, 'ament')}` };
    const installed = findAction('robot/action/Drive', { folders: searchFolders([], environment, bundled) });
    expect(installed.goal.codec.defaults()).toEqual({ speed: 0 });
    const own = findAction('robot/action/Drive', { folders: searchFolders([source], environment, bundled) });
    expect(Object.keys(own.goal.codec.defaults())).toEqual(['target']);
  });

  test('in a file that the user names', () => {
    expect(findAction('any/action/Thing', { definition: alone, folders: [] }).goal.codec.defaults()).toEqual({
      order: 0,
    });
  });
});

describe('an action that cannot be found', () => {
  test.each(['robot/Drive', 'robot/msg/Drive', 'Drive', 'robot/action/drive', '../action/Drive', ''])(
    'because %j is no name of an action type',
    (name) => expect(() => findAction(name, { folders: [source] })).toThrow('The passed action type is invalid'),
  );

  test('names every file that was looked for', () => {
    expect(() => findAction('robot/action/Fly', { folders: ['/a', '/b/robot'] })).toThrow(
      `The passed action type is invalid: there is no definition of 'robot/action/Fly'. Looked for
  /a/robot/action/Fly.action
  /a/share/robot/action/Fly.action
  /b/robot/robot/action/Fly.action
  /b/robot/share/robot/action/Fly.action
  /b/robot/action/Fly.action
Give the file of the action with --definition, or a folder that holds its package with --path.`,
    );
  });

  test('names the part that is missing', () => {
    expect(() => findAction('robot/action/Drive', { folders: [source] })).toThrow(
      /no definition of 'std_msgs\/msg\/Header', which is a part of 'robot\/action\/Drive'/,
    );
  });

  test('says where a definition is wrong', () => {
    expect(() => findAction('any/action/Thing', { definition: broken, folders: [] })).toThrow(/broken\.action:3:1: /);
  });

  test('says which file it cannot read', () => {
    const definition = join(folder, 'nowhere.action');
    expect(() => findAction('any/action/Thing', { definition, folders: [] })).toThrow(
      `--definition: cannot read ${definition}`,
    );
  });
});
