import { Button, Modal, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useProceedings } from '../../investigation/case-components/index.ts'
import { server } from '../../connection/index.ts'
import { useRegimeWords, useRegime, useRegimes } from '../regime-components/index.ts'
import { proceedingTitle, useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  Columns,
  Empty,
  FormEnd,
  Moment,
  Page,
  StateMark,
  QueryStatus,
  useNow,
  Paged,
} from '../../components/index.ts'
import { daysLeft } from './days-left.ts'
import { ProceedingSubject } from './proceeding-subject.tsx'
import styles from './proceedings.module.css'
import { TimeLimit } from './time-limit.tsx'

const route = getRouteApi('/member/proceedings')

/** The organisation's proceedings, each with its next deadline. */
export function ProceedingsPage(): ReactNode {
  const text = useText()
  const { t } = text
  const words = useRegimeWords()
  const { listing, case: kase } = route.useSearch()
  const rights = permissionsOf(useMember())
  const proceedings = useProceedings()
  const regimes = useRegimes()
  const [beginning, setBeginning] = useState(listing !== undefined || kase !== undefined)
  return (
    <Page
      title={t('proceedings.title')}
      lead={t('proceedings.description')}
      actions={
        rights.actInProceedings && (
          <Button onClick={() => setBeginning(true)}>{t('proceedings.open')}</Button>
        )
      }
    >
      <Card>
        <Paged
          pages={proceedings}
          empty={<Empty title={t('proceedings.empty')}>{t('proceedings.empty.text')}</Empty>}
        >
          {(items) => (
            <Columns
              caption={t('proceedings.title')}
              heads={[
                t('proceeding.title-field'),
                t('proceeding.about'),
                t('proceeding.next'),
                t('proceeding.due'),
                t('proceeding.opened'),
              ]}
            >
              {items.map(({ id, title, regime, nextDueAt, nextLimit, ...one }) => (
                <tr key={id}>
                  <td className="stranger">
                    <Link to="/proceedings/$id" params={{ id }}>
                      {proceedingTitle(text, title)}
                    </Link>
                  </td>
                  <td className="stranger">
                    <ProceedingSubject listing={one.listing} case={one.case} about={one.about} />
                  </td>
                  <td>
                    {nextDueAt === null ? (
                      t('proceeding.next.none')
                    ) : (
                      <DaysLeft dueAt={nextDueAt} />
                    )}
                  </td>
                  <td>
                    {nextLimit === null ? '–' : <TimeLimit limit={nextLimit} regime={regime} />}
                  </td>
                  <td>
                    <Moment at={one.openedAt} only="day" />
                  </td>
                </tr>
              ))}
            </Columns>
          )}
        </Paged>
      </Card>
      <Card title={t('proceedings.regimes')}>
        {!regimes.isSuccess && <QueryStatus query={regimes} />}
        <ul>
          {(regimes.data?.items ?? []).map(({ id, title, version }) => (
            <li key={id}>
              <Link to="/regimes/$id" params={{ id }}>
                {words.law({ id, title })}
              </Link>{' '}
              <span className={styles.fine}>{t('proceedings.regime-version', { version })}</span>
            </li>
          ))}
        </ul>
      </Card>
      <Modal
        opened={beginning}
        onClose={() => setBeginning(false)}
        title={t('proceedings.open')}
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {beginning && (
          <BeginForm
            onClose={() => setBeginning(false)}
            {...(listing !== undefined && { listing })}
            {...(kase !== undefined && { kase })}
          />
        )}
      </Modal>
    </Page>
  )
}

/** A deadline and the number of days until it. */
export function DaysLeft({ dueAt }: { dueAt: string }): ReactNode {
  const { t } = useText()
  const { over, days } = daysLeft(dueAt, useNow())
  return (
    <>
      <StateMark tone={over ? 'bad' : days < 2 ? 'waiting' : 'plain'}>
        {t(over ? 'proceeding.deadline.over' : 'proceeding.deadline.left', { days })}
      </StateMark>{' '}
      <Moment at={dueAt} />
    </>
  )
}

type BeginFormProps = { listing?: string; kase?: string; onClose: () => void }

function BeginForm({ listing, kase, onClose }: BeginFormProps): ReactNode {
  const { t } = useText()
  const words = useRegimeWords()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const regimes = useRegimes()
  const [title, setTitle] = useState('')
  const [chosen, setChosen] = useState('')
  const regime = chosen === '' ? (regimes.data?.items[0]?.id ?? '') : chosen
  const table = useRegime(regime)
  const [tier, setTier] = useState('marketplace')
  const [sizeClass, setSizeClass] = useState('other')
  const begin = useMutation({
    mutationFn: () =>
      server.proceedings.begin({
        body: {
          title: title.trim(),
          regime,
          profile: { tier, sizeClass },
          ...(listing !== undefined && { listing }),
          ...(kase !== undefined && { case: kase }),
        },
      }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['proceedings'] })
      await navigate({ to: '/proceedings/$id', params: { id } })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    begin.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p>{t('proceedings.open.text')}</p>
        <TextInput
          label={t('proceeding.title-field')}
          maxLength={300}
          required
          withAsterisk={false}
          value={title}
          onChange={({ currentTarget }) => setTitle(currentTarget.value)}
        />
        <NativeSelect
          label={t('proceeding.regime')}
          value={regime}
          data={(regimes.data?.items ?? []).map((one) => ({
            value: one.id,
            label: words.law(one),
          }))}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
        />
        <NativeSelect
          label={t('proceeding.tier')}
          value={tier}
          data={table.data?.tiers ?? [tier]}
          onChange={({ currentTarget }) => setTier(currentTarget.value)}
        />
        <NativeSelect
          label={t('proceeding.size')}
          value={sizeClass}
          data={table.data?.sizeClasses ?? [sizeClass]}
          onChange={({ currentTarget }) => setSizeClass(currentTarget.value)}
        />
        <FormEnd
          error={begin.error}
          isPending={begin.isPending}
          ready={title.trim() !== '' && regime !== ''}
          onLeave={onClose}
        >
          {t('proceedings.open')}
        </FormEnd>
      </Stack>
    </form>
  )
}
