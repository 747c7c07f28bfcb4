import type { ReactNode } from 'react'
import { fieldsOf, type Field, type Mark, MarkedText, type Lit } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import styles from './listing.module.css'
import type { ListingItem } from '../queries.ts'

/** Fields shown elsewhere on the page. */
const elsewhere: ReadonlySet<Field['kind']> = new Set(['title', 'variant', 'review'])

type TextsProps = { listing: ListingItem; marks: ReadonlyMap<string, Mark[]>; lit: Lit }

/** All texts of a listing except those shown elsewhere on the page. */
export function Texts({ listing, marks, lit }: TextsProps): ReactNode {
  const { t } = useText()
  const fields = fieldsOf(listing.listing).filter(({ kind }) => !elsewhere.has(kind))
  if (fields.length === 0) return <p className={styles.fine}>{t('listing.no-texts')}</p>
  return (
    <dl className={styles.texts}>
      {fields.map((field) => (
        <div key={field.path} data-field={field.path}>
          <dt>
            <FieldLabel field={field} />
          </dt>
          <dd>
            <MarkedText text={field.text} marks={marks.get(field.path) ?? []} lit={lit} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function FieldLabel({ field }: { field: Field }): ReactNode {
  const { t } = useText()
  if (field.kind === 'attribute') return <span className="stranger">{field.name}</span>
  return field.kind === 'title' ? null : t(`field.${field.kind}`)
}
