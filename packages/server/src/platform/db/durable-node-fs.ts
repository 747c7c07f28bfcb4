import { closeSync, fdatasyncSync, fsyncSync, openSync } from 'node:fs'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { PGlite } from '@electric-sql/pglite'

type FileStream = { nfd?: number | null; node: unknown }
type Attributes = { mode?: number }
type NodeFileSystem = {
  node_ops: {
    mknod: (parent: unknown, name: string, mode: number, device: number) => unknown
    setattr: (node: unknown, attributes: Attributes) => void
  }
  stream_ops: {
    fsync?: (stream: FileStream) => number
    setattr: (stream: FileStream, attributes: Attributes) => void
  }
  realPath(node: unknown): string
}

/** Mode bits without the permissions of group and others. */
const ownerAlone = ~0o077

/**
 * The embedded store's file system, with an fsync that reaches the disk: Emscripten's own for Node has none, so that
 * commits would not be durable. Its files are accessible to their owner only: Emscripten ignores the umask.
 */
export class DurableNodeFS extends NodeFS {
  /** How often the database synced a file. */
  syncs = 0

  override async init(
    ...[pglite, options]: Parameters<NodeFS['init']>
  ): ReturnType<NodeFS['init']> {
    const started = await super.init(pglite, options)
    const hook = (module: { FS: unknown }): void => {
      const { filesystems } = module.FS as { filesystems: { NODEFS: NodeFileSystem } }
      const fileSystem = filesystems.NODEFS
      restrictModes(fileSystem)
      fileSystem.stream_ops.fsync = (stream) => {
        this.syncs++
        if (typeof stream.nfd === 'number') fdatasyncSync(stream.nfd)
        else syncPath(fileSystem.realPath(stream.node))
        return 0
      }
    }
    started.emscriptenOpts.preRun?.push(hook)
    return started
  }
}

function restrictModes({ node_ops, stream_ops }: NodeFileSystem): void {
  const { mknod, setattr } = node_ops
  node_ops.mknod = (parent, name, mode, device) => mknod(parent, name, mode & ownerAlone, device)
  node_ops.setattr = (node, attributes) => setattr(node, withoutOthers(attributes))
  const { setattr: setattrOfOpen } = stream_ops
  stream_ops.setattr = (stream, attributes) => setattrOfOpen(stream, withoutOthers(attributes))
}

function withoutOthers(attributes: Attributes): Attributes {
  const { mode } = attributes
  return mode === undefined ? attributes : { ...attributes, mode: mode & ownerAlone }
}

/** Syncs a file, or the entries of a folder. */
export function syncPath(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/**
 * PGlite's own parameters disable fsync by -F. It takes 128 MB for buffers; with 32, pages of the queue take a tenth
 * longer, since the system has the files in memory too.
 */
export const durableParameters: string[] = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'fsync=on',
  '-c',
  'wal_sync_method=fsync',
  '-c',
  'shared_buffers=32MB',
]
