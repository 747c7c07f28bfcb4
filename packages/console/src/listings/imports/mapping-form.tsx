import { NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import styles from './import.module.css'
import {
  examplesOf,
  fieldOf,
  withField,
  type Field,
  type Mapping,
  type PreviewRow,
} from './mapping-rules.ts'

const fields = [
  'id',
  'title',
  'description',
  'url',
  'price',
  'salePrice',
  'currency',
  'shippingPrice',
  'brand',
  'category',
  'condition',
  'seller.id',
  'seller.name',
  'seller.country',
  'images',
  'quantity',
  'unitsSold',
  'shipsFrom',
  'language',
  'marketplace',
  'observedAt',
  'attributes',
] satisfies Field[]

export type MappingFormProps = {
  headers: readonly string[]
  rows: readonly PreviewRow[]
  mapping: Mapping
  onChange: (mapping: Mapping) => void
}

/** The columns of a file with sample values, and the field that each fills. */
export function MappingForm({ headers, rows, mapping, onChange }: MappingFormProps): ReactNode {
  const { t } = useText()
  const choices = [
    { value: '', label: t('import.field.none') },
    ...fields.map((field) => ({ value: field, label: t(`import.field.${field}`) })),
  ]
  return (
    <ul className={styles.columns} aria-label={t('import.columns')}>
      {headers.map((column) => {
        const field = fieldOf(mapping, column)
        const examples = examplesOf(rows, column)
        return (
          <li key={column} data-used={field !== undefined}>
            <div className={styles.column}>
              <strong className="stranger">{column}</strong>
              <span className="stranger">
                {examples.length === 0
                  ? t('import.column.empty')
                  : examples.join(' · ').slice(0, 160)}
              </span>
            </div>
            <NativeSelect
              size="xs"
              aria-label={t('import.field.of', { column })}
              data={choices}
              value={field ?? ''}
              onChange={({ currentTarget: { value } }) =>
                onChange(
                  withField(
                    mapping,
                    column,
                    fields.find((one) => one === value),
                  ),
                )
              }
            />
          </li>
        )
      })}
    </ul>
  )
}
