import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { noQuantity, type QuantityForm } from './outcome-input.ts'
import styles from './referrals.module.css'
import { knownOf } from './states.ts'
import { quantityUnits } from './terms.ts'

type QuantityFieldsProps = {
  quantities: readonly QuantityForm[]
  onChange: (quantities: QuantityForm[]) => void
}

/** What was seized, by kind of goods. */
export function QuantityFields({ quantities, onChange }: QuantityFieldsProps): ReactNode {
  const { t, number } = useText()
  const put = (place: number, part: Partial<QuantityForm>): void =>
    onChange(quantities.map((one, at) => (at === place ? { ...one, ...part } : one)))
  return (
    <>
      {quantities.map((quantity, place) => {
        const named = t('outcome-report.goods.one', { place: number(place + 1) })
        const text = (field: 'goods' | 'amount' | 'value' | 'currency') => ({
          label: t(`outcome-report.${field}`),
          value: quantity[field],
          onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
            put(place, {
              [field]:
                field === 'currency' ? currentTarget.value.toUpperCase() : currentTarget.value,
            }),
        })
        return (
          <fieldset key={place} className={styles.group}>
            <legend>{named}</legend>
            <div className={styles.pairs}>
              <TextInput {...text('goods')} maxLength={200} />
              <TextInput {...text('amount')} inputMode="decimal" maxLength={16} />
              <NativeSelect
                label={t('outcome-report.unit')}
                value={quantity.unit}
                data={quantityUnits.map((unit) => ({
                  value: unit,
                  label: t(`dossier-unit.${unit}`),
                }))}
                onChange={({ currentTarget }) =>
                  put(place, { unit: knownOf(quantityUnits, currentTarget.value) ?? 'pieces' })
                }
              />
              <TextInput {...text('value')} inputMode="decimal" />
              <TextInput {...text('currency')} placeholder="EUR" maxLength={3} />
            </div>
            {quantities.length > 1 && (
              <Button
                mt="xs"
                size="compact-sm"
                variant="subtle"
                aria-label={`${t('dossier.part.remove')}: ${named}`}
                onClick={() => onChange(quantities.filter((_, at) => at !== place))}
              >
                {t('dossier.part.remove')}
              </Button>
            )}
          </fieldset>
        )
      })}
      <div>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => onChange([...quantities, noQuantity])}
        >
          {t('outcome-report.goods.add')}
        </Button>
      </div>
    </>
  )
}
