import type { PackageFiles } from '../src/package-reader/index.ts'
import { canonicalBytes, sha256, type PackedEvidence } from '../src/index.ts'

/** The files of a package by path, to be changed as an attacker might. */
export type Bag = Map<string, Buffer>

export function bagOf({ files }: PackedEvidence): Bag {
  return new Map(files.map(({ path, content }) => [path, Buffer.from(content as Uint8Array)]))
}

/** The files as a package that was opened. */
export function opened(bag: Bag): PackageFiles {
  return {
    name: 'copy',
    sizes: new Map([...bag].map(([path, bytes]) => [path, bytes.length])),
    faults: [],
    open: async (path) =>
      (async function* () {
        yield bag.get(path)!
      })(),
    close: async () => undefined,
  }
}

/** Flips one bit of a file. */
export function flip(bag: Bag, path: string, bit = 0): void {
  const bytes = Buffer.from(bag.get(path)!)
  const at = Math.floor(bit / 8) % bytes.length
  bytes[at]! ^= 1 << (bit % 8)
  bag.set(path, bytes)
}

export function change(bag: Bag, path: string, from: string, to: string): void {
  const text = bag.get(path)!.toString('utf8')
  if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`)
  bag.set(path, Buffer.from(text.replace(from, to)))
}

export function changeJson(bag: Bag, path: string, edit: (value: never) => void): void {
  const value = JSON.parse(bag.get(path)!.toString('utf8')) as never
  edit(value)
  bag.set(path, canonicalBytes(value))
}

/** Rewrites the manifests, as an attacker would. */
export function rebag(bag: Bag): void {
  const isPayload = (path: string): boolean => path.startsWith('data/')
  const manifest = (paths: string[]): Buffer =>
    Buffer.from(paths.map((path) => `${sha256(bag.get(path)!)}  ${path}\n`).join(''))
  const payload = [...bag.keys()].filter(isPayload)
  const bytes = payload.reduce((sum, path) => sum + bag.get(path)!.length, 0)
  if (bag.has('bag-info.txt')) {
    const info = bag.get('bag-info.txt')!.toString('utf8')
    const oxum = `Payload-Oxum: ${bytes}.${payload.length}`
    bag.set('bag-info.txt', Buffer.from(info.replace(/Payload-Oxum: .*/, oxum)))
  }
  bag.set('manifest-sha256.txt', manifest(payload))
  bag.delete('tagmanifest-sha256.txt')
  bag.set('tagmanifest-sha256.txt', manifest([...bag.keys()].filter((path) => !isPayload(path))))
}

/** Updates the statement to the files' current digests; the signature then no longer matches it. */
export function restate(bag: Bag): void {
  changeJson(bag, 'seal/statement.json', (statement: { files: object[] }) => {
    statement.files = [...bag]
      .filter(([path]) => !path.startsWith('seal/') && path !== 'tagmanifest-sha256.txt')
      .map(([path, bytes]) => ({ path, sha256: sha256(bytes), bytes: bytes.length }))
  })
}
