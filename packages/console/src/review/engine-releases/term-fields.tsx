import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { Strength, TermKind } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { blankGuard, type DraftGuard, type DraftTerm } from './term-draft.ts'
import type { FieldFaults } from './field-faults.ts'
import styles from './engine-releases.module.css'

const strengths = ['S', 'M', 'W'] as const satisfies Strength[]
const kinds = [
  'replica',
  'grade',
  'batch',
  'inspection',
  'logo-later',
  'coded-invitation',
  'contact',
  'source-claim',
  'agent',
  'buyer-verdict',
  'buyer-comparison',
] satisfies TermKind[]
const wheres = [
  'near',
  'before',
  'after',
  'field',
  'listing',
] as const satisfies DraftGuard['where'][]

export type TermFieldsProps = {
  value: DraftTerm
  onChange: (value: DraftTerm) => void
  faults: FieldFaults
  isNew: boolean
}

export function TermFields({ value, onChange, faults, isNew }: TermFieldsProps): ReactNode {
  const { t } = useText()
  const change = (changed: Partial<DraftTerm>): void => onChange({ ...value, ...changed })
  const { fields } = faults
  return (
    <>
      <div className={styles.pair}>
        <TextInput
          label={t('lexicon.language')}
          required
          withAsterisk={false}
          value={value.language}
          error={fields['language']}
          onChange={({ currentTarget }) => change({ language: currentTarget.value.trim() })}
        />
        <TextInput
          label={t('lexicon.id')}
          description={t('edit-term.id.hint')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          required
          withAsterisk={false}
          readOnly={!isNew}
          value={value.id}
          error={fields['id']}
          onChange={({ currentTarget }) => change({ id: currentTarget.value })}
        />
      </div>
      <Textarea
        w="100%"
        label={t('lexicon.form')}
        description={t('edit-term.forms.hint')}
        required
        withAsterisk={false}
        autosize
        minRows={2}
        maxRows={10}
        dir="auto"
        value={value.forms}
        error={fields['forms']}
        onChange={({ currentTarget }) => change({ forms: currentTarget.value })}
      />
      <TextInput
        w="100%"
        label={t('lexicon.meaning')}
        required
        withAsterisk={false}
        minLength={3}
        value={value.meaning}
        error={fields['meaning']}
        onChange={({ currentTarget }) => change({ meaning: currentTarget.value })}
      />
      <div className={styles.pair}>
        <NativeSelect
          label={t('lexicon.strength')}
          value={value.strength}
          data={strengths.map((strength) => ({
            value: strength,
            label: `${t(`term-strength.${strength}`)}: ${t(`term-strength.${strength}.meaning`)}`,
          }))}
          error={fields['strength']}
          onChange={({ currentTarget }) =>
            change({ strength: strengths.find((one) => one === currentTarget.value) ?? 'W' })
          }
        />
        <NativeSelect
          label={t('lexicon.kind')}
          value={value.kind}
          data={kinds.map((kind) => ({ value: kind, label: t(`term-kind.${kind}`) }))}
          error={fields['kind']}
          onChange={({ currentTarget }) =>
            change({ kind: kinds.find((one) => one === currentTarget.value) ?? 'replica' })
          }
        />
      </div>
      <Checkbox
        label={t('term.needs-brand')}
        checked={value.needsBrand}
        onChange={({ currentTarget }) => change({ needsBrand: currentTarget.checked })}
      />
      <Checkbox
        label={t('term.upper-case')}
        checked={value.upperCase}
        onChange={({ currentTarget }) => change({ upperCase: currentTarget.checked })}
      />
      <Checkbox
        label={t('term.reviews-only')}
        checked={value.reviewsOnly}
        onChange={({ currentTarget }) => change({ reviewsOnly: currentTarget.checked })}
      />
      <Textarea
        w="100%"
        label={t('lexicon.guards')}
        description={t('edit-term.guards.hint')}
        autosize
        minRows={1}
        maxRows={8}
        value={value.guards}
        error={fields['guards']}
        onChange={({ currentTarget }) => change({ guards: currentTarget.value })}
      />
      <OwnGuards value={value.own} onChange={(own) => change({ own })} language={value.language} />
      <TextInput
        w="100%"
        label={t('lexicon.source')}
        description={t('edit-term.source.hint')}
        required
        withAsterisk={false}
        minLength={3}
        value={value.source}
        error={fields['source']}
        onChange={({ currentTarget }) => change({ source: currentTarget.value })}
      />
    </>
  )
}

type OwnGuardsProps = {
  value: DraftGuard[]
  language: string
  onChange: (value: DraftGuard[]) => void
}

function OwnGuards({ value, language, onChange }: OwnGuardsProps): ReactNode {
  const { t } = useText()
  const change = (at: number, changed: Partial<DraftGuard>): void =>
    onChange(value.map((guard, index) => (index === at ? { ...guard, ...changed } : guard)))
  return (
    <>
      {value.map((guard, at) => (
        <fieldset key={at} className={styles.guardRow} aria-label={t('edit-term.guard.new')}>
          <div className={styles.pair}>
            <TextInput
              label={t('lexicon.id')}
              required
              withAsterisk={false}
              value={guard.id}
              onChange={({ currentTarget }) => change(at, { id: currentTarget.value.trim() })}
            />
            <NativeSelect
              label={t('term-guard.where')}
              value={guard.where}
              data={wheres.map((where) => ({
                value: where,
                label: t(`term-guard.where.${where}`),
              }))}
              onChange={({ currentTarget }) =>
                change(at, { where: wheres.find((one) => one === currentTarget.value) ?? 'near' })
              }
            />
          </div>
          <TextInput
            label={t('lexicon.meaning')}
            required
            withAsterisk={false}
            minLength={3}
            value={guard.meaning}
            onChange={({ currentTarget }) => change(at, { meaning: currentTarget.value })}
          />
          <Textarea
            label={t('term-guard.words')}
            description={t('edit-term.guard.words.hint')}
            autosize
            minRows={1}
            maxRows={6}
            dir="auto"
            value={guard.words}
            onChange={({ currentTarget }) => change(at, { words: currentTarget.value })}
          />
          <Button
            size="compact-xs"
            variant="default"
            justify="start"
            w="max-content"
            onClick={() => onChange(value.filter((_, index) => index !== at))}
          >
            {t('edit-term.guard.remove')}
          </Button>
        </fieldset>
      ))}
      <Button
        size="compact-sm"
        variant="default"
        title={t('edit-term.guard.new.hint')}
        onClick={() => onChange([...value, { ...blankGuard, id: `${language}.` }])}
      >
        {t('edit-term.guard.add')}
      </Button>
    </>
  )
}
