// The definitions of common interfaces go along with the tool: its users need have no ROS to take them from.
import { cpSync } from 'node:fs';

cpSync('../interfaces/definitions', 'dist/definitions', { recursive: true });
