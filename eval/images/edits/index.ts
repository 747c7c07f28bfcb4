import { sample } from '../../random.ts'
import {
  blurAndNoise,
  border,
  crop,
  mirror,
  recolour,
  recompress,
  rotate,
  stickers,
  stretch,
  text,
} from './single-image.ts'
import { collage, overlay, phonePage } from './composite.ts'
import type { Edit } from './edit-context.ts'
import { perspective } from './perspective.ts'

const single = {
  crop,
  recompress,
  mirror,
  rotate,
  text,
  stickers,
  border,
  collage,
  recolour,
  phonePage,
  blurAndNoise,
  stretch,
  perspective,
  overlay,
}

/** Three or four successive edits. */
const several: Edit = async (raster, hard, chance) => {
  let edited = raster
  for (const edit of sample(chance.random, Object.values(single), hard ? 4 : 3).sort(
    () => chance.random() - 0.5,
  ))
    edited = await edit(edited, hard && chance.random() < 0.35, chance)
  return edited
}

/** Sellers' edits of photos that are not theirs: fifteen families, each moderate or hard. */
export const edits = { ...single, several } satisfies Record<string, Edit>
export type EditFamily = keyof typeof edits
export const editFamilies = Object.keys(edits) as EditFamily[]
export type { Chance } from './edit-context.ts'
