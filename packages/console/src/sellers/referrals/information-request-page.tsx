import { Button, SegmentedControl, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { FormEvent, ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import {
  Card,
  ConfirmButton,
  DraftRestored,
  FactList,
  Moment,
  Page,
  QueryStatus,
  Refused,
  useKeptDraft,
} from '../../components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { requestsKey, useInformationRequest, type InformationRequestView } from './queries.ts'
import { ReferralTabs } from './referral-tabs.tsx'
import styles from './referrals.module.css'
import { RequestStateMark } from './request-state-mark.tsx'

const route = getRouteApi('/member/dossiers/requests/$id')

/** A request for information: the order, its basis, what is requested, and the answer or refusal. */
export function InformationRequestPage(): ReactNode {
  const { t } = useText()
  const { id } = route.useParams()
  const request = useInformationRequest(id)
  return (
    <Page title={t('information-request.one')}>
      <ReferralTabs here="requests" />
      {request.isSuccess ? <Request request={request.data} /> : <QueryStatus query={request} />}
    </Page>
  )
}

type RequestProps = { request: InformationRequestView }

function Request({ request }: RequestProps): ReactNode {
  const { t, day } = useText()
  const { releaseDossiers } = permissionsOf(useMember())
  const { state, own, authority, addressee, referral, items, answer, refusalReason } = request
  const act = useAct(request)
  const written = (text: string): ReactNode => (
    <p className={`${styles.words} stranger`} dir="auto">
      <VisibleText text={text} />
    </p>
  )
  return (
    <>
      <Card
        title={request.order}
        actions={
          own &&
          state === 'open' &&
          releaseDossiers && (
            <ConfirmButton
              label={t('information-request.withdraw')}
              title={t('information-request.withdraw.title')}
              text={t('information-request.withdraw.text')}
              run={() => act.mutateAsync({ type: 'withdraw' })}
            />
          )
        }
      >
        <FactList
          facts={[
            [t('dossiers.state'), <RequestStateMark state={state} />],
            [t('information-request.authority'), own ? undefined : authority],
            [t('information-request.addressee'), own ? addressee : undefined],
            [t('information-request.opened'), <Moment at={request.openedAt} />],
            [
              t('information-request.by'),
              request.respondBy === null ? undefined : day(request.respondBy),
            ],
            [
              t('dossier.one'),
              referral === null ? undefined : (
                <Link to="/dossiers/$id" params={{ id: referral }}>
                  {t('information-request.referral')}
                </Link>
              ),
            ],
            [
              t('information-request.settled'),
              request.settledAt === null ? undefined : <Moment at={request.settledAt} />,
            ],
          ]}
        />
      </Card>
      <Card title={t('information-request.basis')}>{written(request.basis)}</Card>
      <Card title={t('information-request.items')}>
        <ol className={styles.basis}>
          {items.map((item, place) => (
            <li key={place} className="stranger" dir="auto">
              <VisibleText text={item} />
            </li>
          ))}
        </ol>
      </Card>
      {answer !== null && <Card title={t('dossier.answer')}>{written(answer)}</Card>}
      {refusalReason !== null && (
        <Card title={t('information-request.refusal')}>{written(refusalReason)}</Card>
      )}
      {!own && state === 'open' && releaseDossiers && <Settle request={request} />}
      {!own && state === 'open' && !releaseDossiers && (
        <Card>
          <p>{t('information-request.settle.denied')}</p>
        </Card>
      )}
    </>
  )
}

function useAct({ id, version }: InformationRequestView) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (action: Parameters<typeof server.informationRequests.act>[0]['body']['action']) =>
      server.informationRequests.act({
        params: { id },
        body: { action, expectedVersion: version },
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: requestsKey }),
  })
}

/** Answers the request, or refuses it with reasons. */
function Settle({ request }: RequestProps): ReactNode {
  const { t } = useText()
  const { person } = useMember()
  const act = useAct(request)
  const draft = useKeptDraft<{ type: 'answer' | 'refuse'; text: string }>(
    { author: person.id, about: `information request ${request.id}` },
    { type: 'answer', text: '' },
  )
  const { type, text } = draft.value
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    act.mutate(type === 'answer' ? { type, text } : { type, reason: text }, {
      onSuccess: draft.clear,
    })
  }
  return (
    <Card title={t('information-request.settle')} lead={t('information-request.settle.lead')}>
      <form onSubmit={submit} className={styles.fields}>
        <SegmentedControl
          aria-label={t('information-request.settle')}
          value={type}
          data={(['answer', 'refuse'] as const).map((value) => ({
            value,
            label: t(`information-request.${value}`),
          }))}
          onChange={(value) =>
            draft.setValue({ type: value === 'refuse' ? 'refuse' : 'answer', text })
          }
        />
        <Textarea
          label={t(type === 'answer' ? 'dossier.answer' : 'information-request.refusal')}
          autosize
          minRows={3}
          maxRows={16}
          maxLength={type === 'answer' ? 20_000 : 4000}
          value={text}
          onChange={({ currentTarget }) => draft.setValue({ type, text: currentTarget.value })}
        />
        <DraftRestored draft={draft} />
        <Refused error={act.error} />
        <div>
          <Button type="submit" loading={act.isPending} disabled={text.trim() === ''}>
            {t(`information-request.${type}.send`)}
          </Button>
        </div>
      </form>
    </Card>
  )
}
