import { Checkbox, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import { useMember } from '../../access/session/index.ts'
import { Card, DraftRestored, Refused, SubmitButton, useKeptDraft } from '../../components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { linesOf } from '../lines-of.ts'
import styles from '../goods.module.css'
import { alertsKey } from '../queries.ts'

const empty = { gtin: '', batches: '', serials: '', title: '', text: '', isDangerous: false }
type Given = typeof empty

/** Tells everyone about goods of a batch, of some codes, or of a whole product. */
export function PublishAlertCard(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const draft = useKeptDraft<Given>({ author: useMember().person.id, about: 'alert' }, empty)
  const given = draft.value
  const publish = useMutation({
    mutationFn: () =>
      server.alerts.publish({
        body: {
          ...given,
          batches: linesOf(given.batches),
          serials: linesOf(given.serials),
        },
      }),
    onSuccess: async () => {
      draft.clear()
      await queries.invalidateQueries({ queryKey: alertsKey })
    },
  })
  const field = (name: 'gtin' | 'batches' | 'serials' | 'title' | 'text') => ({
    value: given[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      draft.setValue({ ...given, [name]: value }),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    publish.mutate()
  }
  const missing = [given.gtin, given.title, given.text].some((value) => value.trim() === '')
  return (
    <Card title={t('alerts.publish')} lead={t('alerts.publish.lead')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <DraftRestored draft={draft} />
          <TextInput
            label={t('codes.gtin')}
            description={t('codes.gtin.hint')}
            inputMode="numeric"
            maxLength={14}
            required
            withAsterisk={false}
            {...field('gtin')}
          />
          <TextInput
            label={t('alerts.subject')}
            maxLength={200}
            required
            withAsterisk={false}
            {...field('title')}
          />
          <Textarea
            label={t('alerts.text')}
            description={t('alerts.text.hint')}
            autosize
            minRows={3}
            maxRows={12}
            maxLength={4000}
            required
            withAsterisk={false}
            {...field('text')}
          />
          <Textarea
            label={t('alerts.batches')}
            description={t('alerts.batches.hint')}
            autosize
            minRows={2}
            maxRows={8}
            {...field('batches')}
          />
          <Textarea
            label={t('codes.serials')}
            description={t('alerts.serials.hint')}
            autosize
            minRows={2}
            maxRows={8}
            {...field('serials')}
          />
          <Checkbox
            label={t('alerts.is-dangerous')}
            checked={given.isDangerous}
            onChange={({ currentTarget: { checked } }) =>
              draft.setValue({ ...given, isDangerous: checked })
            }
          />
          <SubmitButton isPending={publish.isPending} missing={missing}>
            {t('alerts.publish.submit')}
          </SubmitButton>
          {publish.isSuccess && (
            <p className={styles.fine} role="status">
              {t('alerts.publish.done')}
            </p>
          )}
          <Refused error={publish.error} />
        </Stack>
      </form>
    </Card>
  )
}
