import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, FormEnd, TerritoriesField, TerritoryField } from '../../components/index.ts'
import styles from './brand-form.module.css'
import {
  aliasKinds,
  faultsIn,
  idOf,
  isAmount,
  isClasses,
  isId,
  newAlias,
  newChannel,
  newGoods,
  newRight,
  policies,
  rightKinds,
  type BrandValues,
} from './brand-values.ts'

type BrandFormProps = {
  initial: BrandValues
  /** An existing brand keeps its ID, by which claims and listings know it. */
  isNew: boolean
  error: unknown
  isPending: boolean
  onSave: (values: BrandValues) => void
  onLeave: () => void
}

/** A brand's names, goods, places of sale and rights. */
export function BrandForm(props: BrandFormProps): ReactNode {
  const { initial, isNew, error, isPending, onSave, onLeave } = props
  const { t } = useText()
  const [values, setValues] = useState(initial)
  const change = (next: Partial<BrandValues>): void => setValues({ ...values, ...next })
  const faults = faultsIn(values)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (faults.length === 0) onSave(values)
  }
  return (
    <form onSubmit={submit}>
      <Card title={t('brand.names')} lead={t('brand.names.description')}>
        <Stack gap="md">
          <NameFields values={values} isNew={isNew} onChange={change} />
          <Rows
            label={t('brand.aliases')}
            rows={values.aliases}
            add={t('brand.add-alias')}
            onChange={(aliases) => change({ aliases })}
            make={newAlias}
          >
            {(row, set) => (
              <>
                <Field label={t('brand.alias')} value={row.text} set={(text) => set({ text })} />
                <Field
                  label={t('brand.language')}
                  placeholder="zh"
                  value={row.language}
                  set={(language) => set({ language })}
                />
                <NativeSelect
                  label={t('brand.kind')}
                  value={row.kind}
                  data={[
                    { value: '', label: t('brand-alias.none') },
                    ...aliasKinds.map((value) => ({ value, label: t(`brand-alias.${value}`) })),
                  ]}
                  onChange={({ currentTarget }) => set({ kind: currentTarget.value })}
                />
              </>
            )}
          </Rows>
        </Stack>
      </Card>
      <Card title={t('brand.goods')} lead={t('brand.goods.description')}>
        <Rows
          label={t('brand.goods')}
          rows={values.goods}
          add={t('brand.add-goods')}
          onChange={(goods) => change({ goods })}
          make={() => newGoods(values.goods.at(-1)?.currency ?? '')}
        >
          {(row, set) => (
            <>
              <Field
                label={t('price-band.type')}
                placeholder={t('brand.goods.hint')}
                description={row.kept?.model}
                value={row.type}
                set={(type) => set({ type })}
              />
              <Field
                label={t('price-band.low')}
                inputMode="decimal"
                error={isAmount(row.low) ? undefined : t('brand.amount.hint')}
                value={row.low}
                set={(low) => set({ low })}
              />
              <Field
                label={t('price-band.typical')}
                inputMode="decimal"
                error={isAmount(row.typical) ? undefined : t('brand.amount.hint')}
                value={row.typical}
                set={(typical) => set({ typical })}
              />
              <Field
                label={t('brand.currency')}
                placeholder="EUR"
                maxLength={3}
                value={row.currency}
                set={(currency) => set({ currency: currency.toUpperCase() })}
              />
            </>
          )}
        </Rows>
      </Card>
      <Card title={t('brand.rights')} lead={t('brand.rights.hint')}>
        <Rows
          label={t('brand.rights')}
          rows={values.rights}
          add={t('brand.add-right')}
          onChange={(rights) => change({ rights })}
          make={newRight}
        >
          {(row, set) => (
            <>
              <NativeSelect
                label={t('brand.kind')}
                value={row.kind}
                data={rightKinds.map((value) => ({ value, label: t(`ip-right.${value}`) }))}
                onChange={({ currentTarget: { value } }) =>
                  set({ kind: rightKinds.find((one) => one === value) ?? row.kind })
                }
              />
              <TerritoryField
                label={t('ip-right.office')}
                offices
                value={row.office}
                onChange={(office) => set({ office })}
              />
              <Field
                label={t('ip-right.number')}
                value={row.number}
                set={(number) => set({ number })}
              />
              <TerritoriesField
                label={t('ip-right.territory')}
                offices
                value={row.territory}
                onChange={(territory) => set({ territory })}
              />
              <Field
                label={t('ip-right.classes')}
                placeholder="18, 25"
                error={isClasses(row.classes) ? undefined : t('ip-right.classes.hint')}
                value={row.classes}
                set={(classes) => set({ classes })}
              />
              <Field
                label={t('ip-right.until')}
                type="date"
                value={row.validUntil}
                set={(validUntil) => set({ validUntil })}
              />
            </>
          )}
        </Rows>
      </Card>
      <Card title={t('brand.channels')} lead={t('brand.channels.description')}>
        <Rows
          label={t('brand.channels')}
          rows={values.channels}
          add={t('brand.add-channel')}
          onChange={(channels) => change({ channels })}
          make={newChannel}
        >
          {(row, set) => (
            <>
              <Field
                label={t('listing.marketplace')}
                description={t('brand.marketplace.hint')}
                value={row.marketplace}
                set={(marketplace) => set({ marketplace })}
              />
              <NativeSelect
                label={t('sales-channel.policy')}
                value={row.policy}
                data={policies.map((value) => ({ value, label: t(`sales-channel.${value}`) }))}
                onChange={({ currentTarget: { value } }) =>
                  set({ policy: policies.find((one) => one === value) ?? row.policy })
                }
              />
              {row.policy === 'authorised-sellers' && (
                <Field
                  label={t('sales-channel.sellers')}
                  description={t('brand.sellers.hint')}
                  value={row.sellers}
                  set={(sellers) => set({ sellers })}
                />
              )}
            </>
          )}
        </Rows>
      </Card>
      <Stack gap="md" mt="md">
        <FormEnd
          error={error}
          isPending={isPending}
          missing={faults.map((fault) => t(`brand-fault.${fault}`))}
          onLeave={onLeave}
        >
          {t(isNew ? 'brand.add' : 'state.save')}
        </FormEnd>
      </Stack>
    </form>
  )
}

type NameFieldsProps = {
  values: BrandValues
  isNew: boolean
  onChange: (next: Partial<BrandValues>) => void
}

function NameFields({ values: { name, id }, isNew, onChange }: NameFieldsProps): ReactNode {
  const { t } = useText()
  const follows = isNew && id === idOf(name)
  return (
    <>
      <Field
        label={t('brand.name')}
        required
        maxLength={200}
        value={name}
        set={(next) => onChange({ name: next, ...(follows && { id: idOf(next) }) })}
      />
      {isNew && (
        <Field
          label={t('brand.id')}
          description={t('brand.id.hint')}
          required
          maxLength={200}
          error={id === '' || isId(id) ? undefined : t('claims.brand.hint')}
          value={id}
          set={(next) => onChange({ id: next.toLowerCase().replace(/\s/g, '-') })}
        />
      )}
    </>
  )
}

type FieldProps = {
  label: string
  value: string
  set: (value: string) => void
  description?: string | undefined
  placeholder?: string
  error?: string | undefined
  required?: boolean
  maxLength?: number
  type?: 'date'
  inputMode?: 'decimal'
}

function Field({ set, ...field }: FieldProps): ReactNode {
  return (
    <TextInput
      withAsterisk={false}
      maxLength={500}
      {...field}
      onChange={({ currentTarget }) => set(currentTarget.value)}
    />
  )
}

type RowsProps<T extends { key: number }> = {
  /** Names the list for screen readers. */
  label: string
  rows: readonly T[]
  /** Label of the button that adds a row. */
  add: string
  make: () => T
  onChange: (rows: T[]) => void
  children: (row: T, set: (next: Partial<T>) => void) => ReactNode
}

function Rows<T extends { key: number }>(props: RowsProps<T>): ReactNode {
  const { label, rows, add, make, onChange, children } = props
  const { t, number } = useText()
  return (
    <div>
      <ul className={styles.rows} aria-label={label}>
        {rows.map((row, at) => (
          <li key={row.key} className={styles.row}>
            {children(row, (next) => onChange(rows.with(at, { ...row, ...next })))}
            <Button
              className={styles.remove}
              size="compact-sm"
              variant="subtle"
              aria-label={t('brand.remove-row.of', { list: label, place: number(at + 1) })}
              onClick={() => onChange(rows.toSpliced(at, 1))}
            >
              {t('brand.remove-row')}
            </Button>
          </li>
        ))}
      </ul>
      <Button size="compact-sm" variant="default" onClick={() => onChange([...rows, make()])}>
        {add}
      </Button>
    </div>
  )
}
