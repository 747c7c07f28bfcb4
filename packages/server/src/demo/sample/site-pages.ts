import { sampleImageFolder } from '../../images/pipeline/index.ts'
import type { BuiltInPage } from '../../platform/outbound/index.ts'
import { drawImage } from './draw-image.ts'
import { parseImageName } from './image-name.ts'

export const missingPage: BuiltInPage = {
  status: 404,
  type: 'text/plain',
  body: 'There is no such page.',
}

/** The drawing at a path of sample pictures; undefined for all other paths. */
export function imagePage(path: string): BuiltInPage | undefined {
  if (!path.startsWith(sampleImageFolder)) return undefined
  const name = parseImageName(path.slice(sampleImageFolder.length))
  if (name === undefined) return missingPage
  return { status: 200, type: 'image/svg+xml', body: drawImage(name) }
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
