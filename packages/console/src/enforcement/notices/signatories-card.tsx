import { Button, Checkbox, Group, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useNames } from '../../investigation/case-components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Refused, StateMark, QueryStatus } from '../../components/index.ts'
import styles from './notices.module.css'
import { useSignatories } from './notice-queries.ts'

export function SignatoriesCard({ maySet }: { maySet: boolean }): ReactNode {
  const { t, day } = useText()
  const signatories = useSignatories()
  return (
    <Card
      title={t('notice-settings.signatories')}
      lead={t('notice-settings.signatories.description')}
    >
      {!signatories.isSuccess && <QueryStatus query={signatories} />}
      {signatories.data?.length === 0 && (
        <p className={styles.fine}>{t('notice-settings.signatories.empty')}</p>
      )}
      <ul className={styles.told}>
        {signatories.data?.map(({ person, name, authorised, until }) => (
          <li key={person} className={styles.line}>
            <span className="stranger">{name}</span>
            <StateMark tone={authorised ? 'good' : 'plain'}>
              {t(
                authorised
                  ? 'notice-settings.signatory.authorised'
                  : 'notice-settings.signatory.not-authorised',
              )}
            </StateMark>
            {authorised && until !== null && (
              <span className={styles.fine}>
                {t('notice-settings.signatory.until', { day: day(until) })}
              </span>
            )}
          </li>
        ))}
      </ul>
      {maySet && <Form />}
    </Card>
  )
}

function Form(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const people = useNames()
  const [person, setPerson] = useState('')
  const [authorised, setAuthorised] = useState(true)
  const [until, setUntil] = useState('')
  const put = useMutation({
    mutationFn: () =>
      server.notices.putSignatory({
        params: { id: person },
        body: { authorised, until: until === '' ? null : until },
      }),
    onSuccess: async () => {
      setPerson('')
      await queries.invalidateQueries({ queryKey: ['notice settings', 'signatories'] })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    put.mutate()
  }
  return (
    <form onSubmit={submit} className={styles.fields}>
      <Group gap="sm" align="end">
        <NativeSelect
          label={t('notice-settings.signatory.person')}
          value={person}
          data={[
            { value: '', label: t('notice-settings.signatory.choose') },
            ...[...people].map(([value, label]) => ({ value, label })),
          ]}
          onChange={({ currentTarget }) => setPerson(currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('notice-settings.signatory.day')}
          value={until}
          onChange={({ currentTarget }) => setUntil(currentTarget.value)}
        />
        <Checkbox
          label={t('notice-settings.signatory.authorise')}
          checked={authorised}
          onChange={({ currentTarget }) => setAuthorised(currentTarget.checked)}
        />
        <Button type="submit" variant="default" loading={put.isPending} disabled={person === ''}>
          {t('state.save')}
        </Button>
      </Group>
      <Refused error={put.error} />
    </form>
  )
}
