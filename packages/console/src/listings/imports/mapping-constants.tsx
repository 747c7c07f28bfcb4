import { NativeSelect, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import styles from './import.module.css'
import { withConstant, type Constant, type Mapping } from './mapping-rules.ts'

export type ConstantsProps = { mapping: Mapping; onChange: (mapping: Mapping) => void }

/** Default values for rows that do not state them. */
export function Constants({ mapping, onChange }: ConstantsProps): ReactNode {
  const { t } = useText()
  const change = (name: Constant, value: string): void =>
    onChange(withConstant(mapping, name, value))
  return (
    <fieldset className={styles.constants}>
      <legend>{t('import.constants')}</legend>
      <TextInput
        size="xs"
        label={t('import.marketplace')}
        value={mapping.marketplace ?? ''}
        maxLength={200}
        onChange={({ currentTarget: { value } }) => change('marketplace', value.trimStart())}
      />
      <CodeInput name="currency" form={/^[A-Z]{3}$/} mapping={mapping} onChange={change} />
      <NativeSelect
        size="xs"
        label={t('import.decimal')}
        data={[
          { value: '', label: t('import.decimal.none') },
          { value: '.', label: t('import.decimal.point') },
          { value: ',', label: t('import.decimal.comma') },
        ]}
        value={mapping.decimal ?? ''}
        onChange={({ currentTarget: { value } }) => change('decimal', value)}
      />
      <NativeSelect
        size="xs"
        label={t('import.date-order')}
        data={[
          { value: '', label: t('import.date-order.none') },
          { value: 'day-first', label: t('import.date-order.day-first') },
          { value: 'month-first', label: t('import.date-order.month-first') },
        ]}
        value={mapping.dateOrder ?? ''}
        onChange={({ currentTarget: { value } }) => change('dateOrder', value)}
      />
      <CodeInput
        name="language"
        form={/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/}
        mapping={mapping}
        onChange={change}
      />
    </fieldset>
  )
}

type CodeInputProps = {
  name: 'currency' | 'language'
  form: RegExp
  mapping: Mapping
  onChange: (name: Constant, value: string) => void
}

/** Applies a code once it is valid; until then the typed text stays in the field. */
function CodeInput({ name, form, mapping, onChange }: CodeInputProps): ReactNode {
  const { t } = useText()
  const [typed, setTyped] = useState(mapping[name] ?? '')
  const isRight = typed === '' || form.test(typed)
  return (
    <TextInput
      size="xs"
      label={t(`import.${name}`)}
      placeholder={t(`import.${name}.hint`)}
      value={typed}
      maxLength={35}
      error={isRight ? undefined : t(`import.${name}.hint`)}
      onChange={({ currentTarget: { value } }) => {
        const code = name === 'currency' ? value.trim().toUpperCase() : value.trim()
        setTyped(code)
        onChange(name, form.test(code) ? code : '')
      }}
    />
  )
}
