import { crc32 } from 'node:zlib';

/** 1 January 1980, the archive format's first day: the same bytes whenever it is built. */
const DATE = 0x0021;

/** A ZIP archive with one stored file, byte for byte the same for the same content. */
export function zipOf(name: string, content: Buffer): Buffer {
  const fileName = Buffer.from(name);
  // Version, flags, method (stored), time, date, checksum, sizes, name's length, extra's length.
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(DATE, 8);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(fileName.length, 22);

  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, fileName, content]);
  // Comment, disk, attributes: a regular file that everyone may read; and where its local part begins.
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE((0o100644 << 16) >>> 0, 6);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, rest, fileName]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
