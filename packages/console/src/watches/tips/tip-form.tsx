import { Checkbox, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import {
  DraftRestored,
  Moment,
  Refused,
  SubmitButton,
  useKeptDraft,
} from '../../components/index.ts'
import { useWatchableBrands } from '../watch-components/index.ts'
import { tipsKey, type Tip } from './queries.ts'
import type { SentPage } from './sent-page.ts'
import { emptyTip, faultsOf, inputOf, tipSources, valuesOf, type TipValues } from './tip-values.ts'
import styles from './tips.module.css'

export type TipFormProps = {
  /** What was sent here out of the browser. */
  sent?: SentPage | undefined
  onDone: (tip: Tip) => void
}

/** Records a tip, whose page is read at once. */
export function TipForm({ sent, onDone }: TipFormProps): ReactNode {
  const { t } = useText()
  const member = useMember()
  const { person, organisation } = member
  const queries = useQueryClient()
  const brands = useWatchableBrands().data ?? []
  const about = `tip.${organisation.id}${sent === undefined ? '' : `.${sent.url}`}`
  const draft = useKeptDraft(
    { author: person.id, about },
    sent === undefined ? emptyTip : valuesOf(sent),
  )
  const values = draft.value
  const [now] = useState(() => new Date())
  const [attempts, setAttempts] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (attempts > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [attempts])
  const needsBrand = organisation.brands.length > 0
  const faults = faultsOf(values, { needsBrand, now })
  const mayCapture = sent !== undefined && permissionsOf(member).handleEvidence
  const [capture, setCapture] = useState(true)
  const create = useMutation({
    mutationFn: async () => {
      const tip = await server.tips.create({ body: inputOf(values, sent?.page) })
      const [listing] = tip.listings
      if (mayCapture && capture && listing !== undefined)
        await server.evidence.request({
          body: { url: tip.url, reason: t('tip.capture.reason'), listing },
        })
      return tip
    },
    onSuccess: async (tip) => {
      draft.clear()
      setAttempts(0)
      onDone(tip)
      await queries.invalidateQueries({ queryKey: tipsKey })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setAttempts(attempts + 1)
    if (Object.keys(faults).length === 0) create.mutate()
  }
  const field = (name: keyof TipValues) => {
    const fault = attempts > 0 ? faults[name] : undefined
    return {
      value: values[name],
      error: fault === undefined ? undefined : t(`tip-fault.${fault}`),
      onChange: ({ currentTarget }: { currentTarget: { value: string } }): void =>
        draft.setValue({ ...values, [name]: currentTarget.value }),
    }
  }
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack gap="md">
        <DraftRestored draft={draft} />
        {sent !== undefined && <Sent page={sent} isAdmin={organisation.roles.includes('admin')} />}
        <TextInput
          {...field('url')}
          readOnly={sent?.page !== undefined}
          label={t('tip.url')}
          description={t('tip.url.hint')}
          inputMode="url"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          maxLength={2000}
          placeholder="https://shop.example/bag-17"
        />
        <div className={styles.fields}>
          <NativeSelect
            {...field('source')}
            label={t('tip.source')}
            data={[
              ...(values.source === '' ? [{ value: '', label: t('tip.choose') }] : []),
              ...tipSources.map((value) => ({ value, label: t(`tip-source.${value}`) })),
            ]}
          />
          <NativeSelect
            {...field('brand')}
            label={t('tip.brand')}
            data={[
              { value: '', label: needsBrand ? t('tip.choose') : t('tip.brand.unknown') },
              ...brands.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <TextInput {...field('day')} type="date" label={t('tip.day')} />
        </div>
        <Textarea
          {...field('words')}
          label={t('tip.words')}
          description={t('tip.words.hint')}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={4000}
        />
        {mayCapture && (
          <Checkbox
            label={t('tip.capture')}
            description={t('tip.capture.hint')}
            checked={capture}
            onChange={({ currentTarget }) => setCapture(currentTarget.checked)}
          />
        )}
        <Refused error={create.error} />
        <SubmitButton isPending={create.isPending} missing={false}>
          {t('tip.record')}
        </SubmitButton>
      </Stack>
    </form>
  )
}

function Sent({ page: sent, isAdmin }: { page: SentPage; isAdmin: boolean }): ReactNode {
  const { t } = useText()
  const { title, page } = sent
  return (
    <div>
      {title !== '' && (
        <p dir="auto" className="stranger">
          {title}
        </p>
      )}
      <p className={styles.fine}>
        {page === undefined ? (
          t('tip.sent.address')
        ) : (
          <>
            {t('tip.sent.shown')} <Moment at={page.shownAt} />
          </>
        )}
      </p>
      {page?.signInReason !== undefined && !isAdmin && (
        <p className={styles.failed} role="alert">
          {t('tip.sent.admins')}
        </p>
      )}
    </div>
  )
}
