import { join } from 'node:path'
import sharp from 'sharp'

/** A small picture as an address that holds it. */
export async function thumbnail(folder: string, file: string): Promise<string> {
  const bytes = await sharp(join(folder, file))
    .resize(240, 240, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 70 })
    .toBuffer()
  return `data:image/jpeg;base64,${bytes.toString('base64')}`
}
