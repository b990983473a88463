import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The system account the server runs as. PostgreSQL refuses to run as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** The unprivileged account every Unix has. */
export const NOBODY: Account = { uid: 65_534, gid: 65_534 };

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Whether the account can walk down to `path` by the owner's and the others' permissions of every directory. */
export async function canReach(path: string, account: Account): Promise<boolean> {
  const { mode, uid } = await stat(path);
  const search = uid === account.uid ? 0o100 : 0o001;
  if ((mode & search) === 0) return false;
  const parent = dirname(path);
  return parent === path || canReach(parent, account);
}
