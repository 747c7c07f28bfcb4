import { z } from 'zod'

/** Independent knowledge about one listing: a test purchase, a seizure, an analyst's finding. */
export const Label = z
  .looseObject({
    listing: z.string().min(1).max(200).meta({ description: 'ID of the listing.' }),
    marketplace: z.string().optional().meta({
      description: 'If absent, the label applies to the ID on every marketplace.',
    }),
    label: z.union([z.literal(0), z.literal(1)]).meta({
      description: '1: the listing is counterfeit. 0: it is not.',
    }),
    source: z.string().optional().meta({
      description:
        'Source of the listing and label; results are reported separately for each source.',
    }),
    seller: z.string().optional().meta({ description: 'ID of the seller.' }),
    language: z.string().optional().meta({ description: 'BCP 47.' }),
  })
  .meta({
    id: 'Label',
    title: 'Label',
    description:
      'Known facts about one listing from other sources. One object per line in NDJSON. Never read by the engine.',
  })
export type Label = z.infer<typeof Label>
