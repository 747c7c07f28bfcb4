import { bagDeclaration, manifestText, tagsText, type Tags } from '../bag/index.ts'
import { hashFile, type PackedFile } from './packed-file.ts'

/** The tag files of a bag around its payload, without the manifest of tag files, which comes last. */
export async function bagFiles(payload: readonly PackedFile[], info: Tags): Promise<PackedFile[]> {
  const bytes = payload.reduce((sum, file) => sum + file.bytes, 0)
  const tags: Tags = [...info, ['Payload-Oxum', `${bytes}.${payload.length}`]]
  return Promise.all([
    hashFile('bagit.txt', Buffer.from(bagDeclaration)),
    hashFile('bag-info.txt', Buffer.from(tagsText(tags))),
    hashFile('manifest-sha256.txt', manifestOf(payload)),
  ])
}

/** The manifest of tag files: a change outside `data` is detected too. */
export async function tagManifest(tagFiles: readonly PackedFile[]): Promise<PackedFile> {
  return hashFile('tagmanifest-sha256.txt', manifestOf(tagFiles))
}

function manifestOf(files: readonly PackedFile[]): Buffer {
  return Buffer.from(manifestText(new Map(files.map(({ path, sha256 }) => [path, sha256]))))
}
