/** A package whose files can be read, from a folder or inside a zip archive. */
export type PackageFiles = {
  /** The name that people gave it. */
  name: string
  /** Every file by its path inside the package, with its size. */
  sizes: ReadonlyMap<string, number>
  /** Forbidden in packages: a link, a path outside the package, two names for one file, an empty folder. */
  faults: readonly { path: string; sentence: string }[]
  open: (path: string) => Promise<AsyncIterable<Uint8Array>>
  close: () => Promise<void>
}

/**
 * RFC 8493, 2.1.3: manifests name files alone, and a folder that has to be kept empty gets a file. So no package that
 * was sealed holds an empty folder, and one that does was changed: a fault, though the bag be valid by the letter.
 */
export const emptyFolder =
  'It is an empty folder, which no manifest names: it was added, or its content was removed.'

/** How much of a package is read before it is refused. */
export type ReadLimits = {
  files: number
  bytes: number
  /** Unpacked bytes to packed ones, beyond the first ten megabytes. */
  ratio: number
}

export const defaultLimits: ReadLimits = { files: 20_000, bytes: 64 * 1024 ** 3, ratio: 200 }

/** Not a package that could be sound or faulty: no file, no archive, or beyond the limits. */
export class UnreadablePackage extends Error {
  constructor(sentence: string, cause?: unknown) {
    super(sentence, { cause })
    this.name = 'UnreadablePackage'
  }
}

/** One file of a package that does not come out of it: its bytes are damaged. */
export class UnreadableFile extends Error {
  constructor(sentence: string, cause?: unknown) {
    super(sentence, { cause })
    this.name = 'UnreadableFile'
  }
}
