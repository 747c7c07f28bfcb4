import type { ReactNode } from 'react'
import { useText, type Text } from '../../messages/index.ts'
import { Columns, FaultText, Icon } from '../../components/index.ts'
import styles from './import.module.css'
import type { PreviewRow } from './mapping-rules.ts'

/** The first rows as listings, or the reasons why they are invalid. */
export function RowsPreview({ rows }: { rows: readonly PreviewRow[] }): ReactNode {
  const { t } = useText()
  if (rows.length === 0) return <p className={styles.hint}>{t('import.rows.none')}</p>
  const good = rows.filter(({ listing }) => listing !== null).length
  return (
    <>
      <p className={styles.hint} role="status">
        {t('import.rows.good', { good, all: rows.length })}
      </p>
      <Columns
        caption={t('import.rows')}
        heads={[
          t('faults.line'),
          t('import.field.id'),
          t('import.field.title'),
          t('import.field.price'),
          t('import.field.marketplace'),
          t('import.field.seller.name'),
        ]}
      >
        {rows.map((row) => (
          <OneRow key={row.row} row={row} />
        ))}
      </Columns>
    </>
  )
}

function OneRow({ row: { row, line, listing, faults } }: { row: PreviewRow }): ReactNode {
  const text = useText()
  const { t } = text
  if (listing === null) {
    return (
      <tr className={styles.faulty}>
        <td className="figures">{line || row}</td>
        <td colSpan={5}>
          <ul>
            {faults.map(({ pointer, column, ...fault }, index) => (
              <li key={index} className="stranger">
                <Icon name="warning" size={13} />{' '}
                <strong>{column ?? (pointer === '' ? t('import.row') : pointer)}</strong>{' '}
                <FaultText fault={fault} />
              </li>
            ))}
          </ul>
        </td>
      </tr>
    )
  }
  return (
    <tr>
      <td className="figures">{line || row}</td>
      <td className="stranger">{listing.id}</td>
      <td className="stranger" dir="auto">
        {listing.title.slice(0, 120)}
      </td>
      <td className="figures">{priceOf(text, listing)}</td>
      <td className="stranger">{listing.marketplace ?? '–'}</td>
      <td className="stranger">{listing.seller?.name ?? listing.seller?.id ?? '–'}</td>
    </tr>
  )
}

function priceOf(
  { money, t }: Text,
  { price, unread = [] }: NonNullable<PreviewRow['listing']>,
): string {
  if (price !== undefined) return money(price.amount, price.currency)
  const value = unread.find(({ field }) => field === 'price')
  if (value === undefined) return '–'
  const field = t('unread-field.price')
  return t(`unread-reason.${value.reason}`, { field, text: value.text })
}
