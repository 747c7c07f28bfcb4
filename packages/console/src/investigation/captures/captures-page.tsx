import { Button } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import {
  RequestCapture,
  CaptureStateMark,
  useCaptures,
  type CaptureRequest,
} from '../case-components/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  Columns,
  Denied,
  Empty,
  Moment,
  Page,
  StateMark,
  StoredSentence,
  Paged,
} from '../../components/index.ts'

export function CapturesPage(): ReactNode {
  const { t } = useText()
  const navigate = useNavigate()
  const rights = permissionsOf(useMember())
  const [wish, setWish] = useState<CaptureRequest>()
  const captures = useCaptures({}, rights.handleEvidence)
  if (!rights.handleEvidence) return <Denied>{t('captures.denied')}</Denied>
  return (
    <Page
      title={t('captures.title')}
      lead={t('captures.description')}
      actions={<Button onClick={() => setWish({})}>{t('captures.request')}</Button>}
    >
      <Card>
        <Paged
          pages={captures}
          empty={<Empty title={t('captures.empty')}>{t('captures.empty.text')}</Empty>}
        >
          {(items) => (
            <Columns
              caption={t('captures.title')}
              heads={[
                t('capture.picture'),
                t('capture.address'),
                t('capture.state'),
                t('capture.reason'),
                t('capture.operator'),
                t('capture.requested'),
              ]}
            >
              {items.map((capture) => (
                <tr key={capture.id}>
                  <td className="short">
                    <ListingThumbnail
                      listing={capture.listing}
                      title={capture.url}
                      of="capture"
                      size="small"
                    />
                  </td>
                  <td className="stranger">
                    <Link to="/captures/$id" params={{ id: capture.id }}>
                      {capture.url}
                    </Link>
                  </td>
                  <td className="short">
                    <CaptureStateMark capture={capture} />
                    {capture.heldFor !== null && (
                      <>
                        {' '}
                        <StateMark tone="waiting">{t('capture.held.short')}</StateMark>
                      </>
                    )}
                  </td>
                  <td className="stranger">
                    <StoredSentence text={capture.reason} byPeople />
                  </td>
                  <td className="stranger">{capture.operator}</td>
                  <td>
                    <Moment at={capture.requestedAt} />
                  </td>
                </tr>
              ))}
            </Columns>
          )}
        </Paged>
      </Card>
      <RequestCapture
        wish={wish}
        onClose={() => setWish(undefined)}
        onAsked={(id) => void navigate({ to: '/captures/$id', params: { id } })}
      />
    </Page>
  )
}
