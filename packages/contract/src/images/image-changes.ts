import { z } from 'zod'

const percent = z.number().optional()

/** How a picture was made from a reference, rounded as it is read; empty where it is all of it as it was. */
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
/** The same with nothing beside it. */
export const KnownImageChanges = z.strictObject(ImageChanges.shape)
export type ImageChanges = z.infer<typeof KnownImageChanges>
