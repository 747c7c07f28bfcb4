import type { ReactNode } from 'react'
import { type Mark, MarkedText, type Lit } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import { Columns } from '../../components/index.ts'
import type { ListingItem } from '../queries.ts'

type PartProps = { listing: ListingItem['listing']; marks: ReadonlyMap<string, Mark[]>; lit: Lit }

/** A listing's variants: a fake may hide in one variant of a harmless listing. */
export function Variants({ listing, marks, lit }: PartProps): ReactNode {
  const { t, money, number } = useText()
  const heads = [
    t('field.variant'),
    t('listing.price'),
    t('listing.quantity'),
    t('variants.picture'),
  ]
  return (
    <Columns caption={t('variants.title')} heads={heads}>
      {(listing.variants ?? []).map(({ name = '', price, quantity, image }, index) => (
        <tr key={index} data-field={`variants/${index}/name`}>
          <td>
            <MarkedText text={name} marks={marks.get(`variants/${index}/name`) ?? []} lit={lit} />
          </td>
          <td className="figures">{price ? money(price.amount, price.currency) : '–'}</td>
          <td className="figures">{quantity === undefined ? '–' : number(quantity)}</td>
          <td className="figures">{image === undefined ? '–' : number(image + 1)}</td>
        </tr>
      ))}
    </Columns>
  )
}
