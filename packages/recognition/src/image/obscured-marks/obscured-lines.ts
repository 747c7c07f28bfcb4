import type { HidingWay } from '#contract'
import type { Affine } from '../geometry/model.ts'
import { apply } from '../geometry/polygon.ts'
import type { PictureMatch, Point } from '../model.ts'
import {
  mapOf,
  measureMarks,
  wholePicture,
  type ComparedPicture,
  type MarkLine,
  type Measured,
  type Whole,
} from './measure-marks.ts'

/** A line of the reference that the picture hides, with its expected position in the picture. */
export interface ObscuredLine {
  text: string
  how: HidingWay
  /** Corner for corner as the line's, in points of the picture. */
  box: Point[]
}

/** Average contrast of the line in the reference, in gray levels. */
const MIN_CONTRAST = 10
/** Minimum share of a line's surroundings that is the same. */
const AROUND_SAME = 0.6
/** Minimum similarity of both at low resolution. */
const WHOLE_ALIKE = 0.8
/** Less alike than this the line is not there. */
const UNLIKE = 0.35
/**
 * Less than this share of the line's detail remains, compared with the share that remains of equal detail elsewhere.
 */
const LEFT_OF_DETAIL = 0.35
/** Without such a comparison, the line must be this unlike and have lost this much. */
const UNCLEAR_UNLIKE = 0.55
const UNCLEAR_LEFT = 0.2
/** Where less than this is left elsewhere, the picture itself is blurred. */
const LEFT_OVER_ALL = 0.45

/**
 * The lines of a matched reference that a picture hides: their surroundings are the same, but the line is not
 * visible, or all detail is gone that remains elsewhere. Lines outside the picture, or too small to be read in it,
 * are not hidden. Designed for few false alarms.
 */
export function obscuredLines(
  query: ComparedPicture,
  reference: ComparedPicture,
  match: Pick<PictureMatch, 'queryPolygon' | 'referencePolygon'>,
  lines: readonly MarkLine[],
): ObscuredLine[] {
  const map = mapOf(match)
  if (map === undefined) return []
  const whole = wholePicture(query, reference, map)
  if (whole === undefined || whole.alike < WHOLE_ALIKE) return []
  const obscured: ObscuredLine[] = []
  for (const { text, box } of lines) {
    const how = hidingOf(query, reference, map, whole, box)
    if (how !== undefined)
      obscured.push({ text, how, box: box.map(([x = 0, y = 0]) => apply(map, [x, y])) })
  }
  return obscured
}

function hidingOf(
  query: ComparedPicture,
  reference: ComparedPicture,
  map: Affine,
  whole: Whole,
  box: MarkLine['box'],
): HidingWay | undefined {
  const measured = measureMarks(query, reference, map, whole, box)
  return measured && howHidden(measured)
}

function howHidden({ contrast, line, around, left, elsewhere }: Measured): HidingWay | undefined {
  if (contrast < MIN_CONTRAST || around < AROUND_SAME) return undefined
  if (line < UNLIKE) return 'covered'
  if (elsewhere === undefined)
    return line < UNCLEAR_UNLIKE && left < UNCLEAR_LEFT ? 'blurred' : undefined
  if (elsewhere < LEFT_OVER_ALL) return undefined
  return left < LEFT_OF_DETAIL * Math.min(1, elsewhere) ? 'blurred' : undefined
}
