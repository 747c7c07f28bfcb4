import {
  bytesOfFile,
  digestOfFile,
  UnreadableFile,
  type PackageFiles,
} from '../package-reader/index.ts'
import type { CheckName, Findings } from './model.ts'

/** The files of a package with their digests, computed once; unreadable files have none. */
export class Contents {
  readonly paths: readonly string[]
  private readonly files: PackageFiles
  private readonly digests: ReadonlyMap<string, string>

  private constructor(files: PackageFiles, digests: ReadonlyMap<string, string>) {
    this.files = files
    this.digests = digests
    this.paths = [...files.sizes.keys()]
  }

  static async read(files: PackageFiles, findings: Findings): Promise<Contents> {
    const digests = new Map<string, string>()
    for (const path of files.sizes.keys()) {
      try {
        digests.set(path, await digestOfFile(files, path))
      } catch (error) {
        if (!isOfFile(error)) throw error
        findings.fault('files', `${path} cannot be read: ${error.message}`, path)
      }
    }
    return new Contents(files, digests)
  }

  has(path: string): boolean {
    return this.files.sizes.has(path)
  }

  sizeOf(path: string): number {
    return this.files.sizes.get(path) ?? 0
  }

  digestOf(path: string): string | undefined {
    return this.digests.get(path)
  }

  /** A small file, read and parsed; a failure is reported as a fault. */
  async parse<T>(
    path: string,
    read: (bytes: Buffer) => T,
    { check, findings }: { check: CheckName; findings: Findings },
  ): Promise<T | undefined> {
    if (!this.has(path)) {
      findings.fault(check, `${path} is missing.`, path)
      return undefined
    }
    let bytes: Buffer
    try {
      bytes = await bytesOfFile(this.files, path)
    } catch (error) {
      if (!isOfFile(error)) throw error
      findings.fault(check, `${path} cannot be read: ${error.message}`, path)
      return undefined
    }
    try {
      return read(bytes)
    } catch (error) {
      findings.fault(check, `${path} is invalid: ${reasonOf(error)}.`, path)
      return undefined
    }
  }
}

function isOfFile(error: unknown): error is Error {
  return error instanceof UnreadableFile || (error instanceof Error && 'syscall' in error)
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // zod's message is JSON; its first issue is enough.
  if ('issues' in error && Array.isArray(error.issues)) {
    const [first] = error.issues as { path: PropertyKey[]; message: string }[]
    if (first) return `${first.path.map(String).join('/') || 'it'}: ${first.message}`
  }
  return error.message
}
