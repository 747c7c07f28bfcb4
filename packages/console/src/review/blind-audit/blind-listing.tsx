import type { ReactNode } from 'react'
import { fieldsOf, type Field, VisibleText } from '../../assessment/index.ts'
import { StatedFacts } from '../../listings/index.ts'
import { useText } from '../../messages/index.ts'
import { BlindImages, type PicturesToReadProps } from './blind-images.tsx'
import styles from './annotation-page.module.css'

/** The listing's content alone: no marks and no links. */
export function BlindListing({ id, listing }: PicturesToReadProps): ReactNode {
  const { t } = useText()
  const fields = fieldsOf({ ...listing, id: '', seller: undefined }).filter(
    ({ kind }) => kind !== 'title',
  )
  return (
    <>
      <h2 className={styles.title}>
        {listing.title === '' ? t('listing.untitled') : <ListingText text={listing.title} />}
      </h2>
      <StatedFacts listing={listing} />
      <BlindImages id={id} listing={listing} />
      {fields.length > 0 && (
        <dl className={styles.texts}>
          {fields.map((field) => (
            <div key={field.path}>
              <dt>
                <FieldName field={field} />
              </dt>
              <dd>
                <ListingText text={field.text} />
                <FieldNote field={field} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}

function ListingText({ text }: { text: string }): ReactNode {
  return (
    <span className="stranger" dir="auto">
      <VisibleText text={text} />
    </span>
  )
}

function FieldName({ field }: { field: Field }): ReactNode {
  const { t } = useText()
  if (field.kind === 'attribute') return <span className="stranger">{field.name}</span>
  return field.kind === 'title' ? null : t(`field.${field.kind}`)
}

function FieldNote({ field: { price, rating } }: { field: Field }): ReactNode {
  const { t, money } = useText()
  if (price) return <span className={styles.fine}> {money(price.amount, price.currency)}</span>
  if (rating === undefined) return null
  return <span className={styles.fine}> {t('listing.rating', { rating })}</span>
}
