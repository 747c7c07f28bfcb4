import type { Text } from '../../messages/index.ts'
import type { Comparison } from './queries.ts'

type Transformation = NonNullable<Comparison['match']>['transformation']

/** Smaller rotations are not noticeable. */
const seenDegrees = 1
const wholeShown = 0.97
const wholeCovers = 0.9

/** Describes how a picture differs from its reference image; empty if it was not edited. */
export function editsOf({ t, percent }: Pick<Text, 't' | 'percent'>, made: Transformation): string {
  const { mirrored, turned, shown, covers } = made
  const degrees = Math.round(Math.abs(turned))
  return [
    mirrored && t('image-edit.mirrored'),
    degrees >= seenDegrees &&
      t(turned > 0 ? 'image-edit.turned-right' : 'image-edit.turned-left', { degrees }),
    shown < wholeShown && t('image-edit.cropped', { share: percent(shown) }),
    covers < wholeCovers && t('image-edit.set-in', { share: percent(covers) }),
  ]
    .filter((words) => words !== false)
    .join(', ')
}
