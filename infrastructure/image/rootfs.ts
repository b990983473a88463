import { execFileSync } from 'node:child_process';
import { copyFileSync, lutimesSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const UID = 10_001;

/**
 * A base made of this machine's own Node and the libraries it loads, for where no registry of images is within reach. It
 * proves that the image builds, is reproducible and starts; for production name a maintained base by digest instead,
 * because nobody patches these libraries.
 */
export function assembleBase(directory: string): void {
  const put = (from: string, to: string) => {
    mkdirSync(dirname(join(directory, to)), { recursive: true });
    copyFileSync(from, join(directory, to));
  };
  put(process.execPath, 'usr/local/bin/node');
  for (const library of librariesOf(process.execPath)) put(realpathSync(library), library.slice(1));
  mkdirSync(join(directory, 'etc'), { recursive: true });
  writeFileSync(join(directory, 'etc/passwd'), `richesreach:x:${UID}:${UID}::/app:/usr/sbin/nologin\n`);
  writeFileSync(join(directory, 'etc/group'), `richesreach:x:${UID}:\n`);
  writeFileSync(join(directory, 'etc/nsswitch.conf'), 'hosts: files dns\n');
}

// Names are resolved by libraries that are loaded when a name is first asked for, so ldd does not list them.
const LOADED_LATER = ['libnss_dns.so.2', 'libnss_files.so.2', 'libresolv.so.2'];

function librariesOf(program: string): string[] {
  const listed = execFileSync('ldd', [program], { encoding: 'utf8' });
  const needed = [...listed.matchAll(/(\/\S+) \(0x/g)].map((it) => it[1] ?? '');
  const home = dirname(needed.find((it) => it.includes('libc.so')) ?? '');
  return [...needed, ...LOADED_LATER.map((name) => join(home, name))];
}

/** Gives every file of a directory one time, so that the same content makes the same layer. */
export function freezeTimes(directory: string): void {
  for (const it of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, it.name);
    if (it.isDirectory()) freezeTimes(path);
    lutimesSync(path, 0, 0);
  }
}
