import type { HidingWay } from '@touchstone/contract'
import type { PictureMatch } from '@touchstone/recognition/image'
import type { DescribeOptions } from './describer.ts'
import type { ImagePipeline } from './image-pipeline.ts'

/** A line of a reference hidden in a picture, with its expected position as fractions of the picture. */
export type ObscuredMark = { text: string; how: HidingWay; box: [number, number, number, number] }

/** Less probable matches count for nothing, so nothing can be hidden in them. */
const least = 0.8

/** The parts of a matched reference that a picture hides; none for a picture deleted meanwhile. */
export async function findObscuredMarks(
  { archive, describer }: ImagePipeline,
  digest: string,
  match: PictureMatch,
  options: Pick<DescribeOptions, 'isKnown'> = {},
): Promise<ObscuredMark[]> {
  if (match.score < least || match.kind === 'background' || match.kind === 'same-product') return []
  // The picture is identical.
  if (match.kind === 'exact') return []
  const facts = await archive.factsOf(digest)
  if (facts === undefined) return []
  const marks = await describer.hiddenIn(digest, match, options).catch(unlessGone)
  return marks.map(({ text, how, box }) => {
    const within = (value: number): number =>
      Math.round(Math.max(0, Math.min(1, value)) * 1e4) / 1e4
    const xs = box.map(([x]) => within(x / facts.width))
    const ys = box.map(([, y]) => within(y / facts.height))
    const [left, top] = [Math.min(...xs), Math.min(...ys)]
    return {
      text,
      how,
      box: [left, top, within(Math.max(...xs) - left), within(Math.max(...ys) - top)],
    }
  })
}

function unlessGone(error: NodeJS.ErrnoException): [] {
  if (/ENOENT/.test(error.message)) return []
  throw error
}
