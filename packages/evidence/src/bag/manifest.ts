import { pathFault } from './paths.ts'

/** Digests by path, as a manifest of BagIt names them. */
export type Manifest = ReadonlyMap<string, string>

/** A manifest (RFC 8493, 2.1.3), sorted, in the form that `sha256sum -c` reads. */
export function manifestText(digests: Manifest): string {
  return [...digests]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, digest]) => `${digest}  ${path}\n`)
    .join('')
}

/** Reads a manifest; throws with the line at fault. */
export function parseManifest(text: string): Manifest {
  const digests = new Map<string, string>()
  const lines = text.split(/\r\n|\r|\n/)
  if (lines.at(-1) === '') lines.pop()
  for (const [index, line] of lines.entries()) {
    const [, digest, written] = /^([0-9a-f]{64})[ \t]+\*?(.+)$/i.exec(line) ?? []
    if (digest === undefined || written === undefined) {
      throw new SyntaxError(`line ${index + 1} is not a digest with a path`)
    }
    const path = decoded(written)
    const fault = pathFault(path)
    if (fault !== undefined) throw new SyntaxError(`line ${index + 1}: the path ${fault}`)
    if (digests.has(path)) throw new SyntaxError(`line ${index + 1} names ${path} again`)
    digests.set(path, digest.toLowerCase())
  }
  return digests
}

// RFC 8493, 2.1.3: line ends and the per cent sign alone are written in this way.
function decoded(path: string): string {
  return path.replaceAll(/%(0a|0d|25)/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  )
}
