import { z } from 'zod'

/** What is known of one offer from elsewhere: a test purchase, a seizure, an analyst's finding. */
export const Label = z
  .looseObject({
    listing: z.string().min(1).max(200).meta({ description: 'The listing’s id.' }),
    marketplace: z.string().optional().meta({
      description: 'Where it is left out, the label fits the id on every marketplace.',
    }),
    label: z.union([z.literal(0), z.literal(1)]).meta({
      description: '1: the offer is counterfeit. 0: it is not.',
    }),
    source: z.string().optional().meta({
      description: 'Where offer and label come from; results are told for each source apart.',
    }),
    seller: z.string().optional().meta({ description: 'The seller’s id.' }),
    language: z.string().optional().meta({ description: 'BCP 47.' }),
  })
  .meta({
    id: 'Label',
    title: 'Label',
    description:
      'What is known of one offer from elsewhere. One object a line in NDJSON. Never read by the engine.',
  })
export type Label = z.infer<typeof Label>
