import { z } from 'zod'

const text = (most: number): z.ZodString => z.string().max(most)

/** Grounds of a notice; each requires its own evidence from the organisation's own notices. */
export const noticeGrounds = [
  'counterfeit',
  'unlicensed-use',
  'copyright',
  'design',
  'grey-market',
] as const
/**
 * Causes of a withdrawal. `mistaken`: wrong about the goods, the listing, the seller or the right; `settled`: seller
 * and rights holder agreed; `listing-gone`: nothing is left to act on; `right-ended`: the right expired or was
 * transferred.
 */
export const withdrawalCauses = ['mistaken', 'settled', 'listing-gone', 'right-ended'] as const
export type WithdrawalCause = (typeof withdrawalCauses)[number]
/** A withdrawal without a cause counts as a mistake, so that leaving it out does not improve the figures. */
export const WithdrawalCause = z.enum(withdrawalCauses).default('mistaken')

export type NoticeGround = (typeof noticeGrounds)[number]

const NoticeItem = z.strictObject({
  urls: z.array(text(2000)).max(100).optional().meta({ description: 'The exact addresses.' }),
  identifiers: z.array(text(200)).max(100).optional(),
  reasons: text(10_000).optional().meta({ description: 'Why this item is considered illegal.' }),
})

/**
 * A notice under Art. 16 DSA, from anyone. The form asks for four elements but requires none, since an incomplete
 * notice is still received and decided. No proof of a right is required.
 */
export const Notice = z
  .strictObject({
    items: z.array(NoticeItem).max(500).optional(),
    reasons: text(10_000).optional().meta({ description: 'Reasons that apply to every item.' }),
    name: text(300).optional(),
    email: text(320)
      .optional()
      .meta({ description: 'Where confirmation of receipt and the decision are sent.' }),
    goodFaith: z.boolean().optional().meta({
      description:
        'Whether the notifier believes in good faith that the notice is accurate and complete.',
    }),
    childAbuse: z.boolean().optional().meta({
      description:
        'Whether child sexual abuse is suspected; name and address are then not required.',
    }),
    ground: z.enum(noticeGrounds).optional(),
    right: z
      .strictObject({
        number: text(100).optional(),
        office: text(100).optional(),
        classes: z.array(text(20)).max(45).optional(),
        work: text(1500).optional().meta({
          description:
            'Instead of a register entry: the work that was copied, its author and first publication.',
        }),
        holder: text(300).optional(),
        authority: text(500).optional(),
      })
      .optional(),
    language: z
      .string()
      .regex(/^[a-z]{2}$/)
      .optional(),
  })
  .meta({ id: 'Notice' })
export type Notice = z.infer<typeof Notice>
