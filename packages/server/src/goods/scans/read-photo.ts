import type { ImagePipeline } from '../../images/pipeline/index.ts'
import { AppError } from '../../platform/errors/index.ts'

type Describer = Pick<ImagePipeline['describer'], 'readCodes'>
type PhotographedCode = { symbology?: string | undefined; text: string }

/** Symbologies whose content is an element string of GS1. */
const ofGs1: ReadonlySet<string> = new Set([']C1', ']d2', ']Q3', ']e0'])

/** The code in a photo, as a check takes it; the one that says most, if there are several. */
export async function readPhoto(describer: Describer, photo: string): Promise<string | null> {
  const codes = await describer.readCodes(Buffer.from(photo, 'base64'))
  if (codes === undefined) {
    throw new AppError({
      code: 'open-requests-full',
      message: 'many photos are being read: send this one again in a few seconds, or type the code',
      retryable: true,
      retryAfter: 5,
    })
  }
  const texts = codes.map(textOf)
  return texts.toSorted((a, b) => b.length - a.length)[0] ?? null
}

/** FNC1 as people can see it, in front and between elements. */
export function textOf({ symbology = '', text }: PhotographedCode): string {
  const separated = text.replace(/^\u001d/, '').replaceAll('\u001d', '^')
  return ofGs1.has(symbology) ? `^${separated}` : separated
}
