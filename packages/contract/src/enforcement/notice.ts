import { z } from 'zod'

const text = (most: number): z.ZodString => z.string().max(most)

/** Why a listing is complained of; each asks own senders for evidence of its own. */
export const noticeGrounds = [
  'counterfeit',
  'unlicensed-use',
  'copyright',
  'design',
  'grey-market',
] as const
/**
 * Why a notice is withdrawn. `mistaken`: it was wrong, of the goods, the listing, the seller or the right; `settled`: seller and
 * holder agreed; `listing-gone`: nothing is left to act on; `right-ended`: the right ended or went to somebody else.
 */
export const withdrawalCauses = ['mistaken', 'settled', 'listing-gone', 'right-ended'] as const
export type WithdrawalCause = (typeof withdrawalCauses)[number]
/** One that says nothing counts as a mistake, so that saying nothing is no way around the figures. */
export const WithdrawalCause = z.enum(withdrawalCauses).default('mistaken')

export type NoticeGround = (typeof noticeGrounds)[number]

const NoticeItem = z.strictObject({
  urls: z.array(text(2000)).max(100).optional().meta({ description: 'The exact addresses.' }),
  identifiers: z.array(text(200)).max(100).optional(),
  reasons: text(10_000).optional().meta({ description: 'Why this item is considered illegal.' }),
})

/**
 * A notice as a stranger may give it (Art. 16 DSA). The form asks for four elements; none is demanded, for
 * a notice that lacks one is received and decided all the same. No proof of a right is asked for.
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
