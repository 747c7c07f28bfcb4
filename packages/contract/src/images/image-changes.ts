import { z } from 'zod'

const percent = z.number().optional()

/** How a picture differs from its reference image, rounded for display; empty if it is an unedited copy. */
export const ImageChanges = z
  .looseObject({
    mirrored: z.boolean().optional(),
    turned: z.number().optional().meta({ description: 'Degrees clockwise, from -179 to 180.' }),
    stretched: percent.meta({ description: 'By how many per cent in one direction.' }),
    scaled: percent.meta({ description: 'Per cent of the length.' }),
    cropped: percent.meta({ description: 'Per cent of the reference’s area that is left.' }),
    covers: percent.meta({ description: 'Per cent of the picture’s area that it takes.' }),
  })
  .meta({ id: 'ImageChanges' })
/** The same without unknown members. */
export const KnownImageChanges = z.strictObject(ImageChanges.shape)
export type ImageChanges = z.infer<typeof KnownImageChanges>
