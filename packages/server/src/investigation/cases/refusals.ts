import { AppError, type ErrorCode } from '../../platform/errors/index.ts'

export function conflict(code: ErrorCode, message: string): AppError {
  return new AppError({ code, message })
}

export function notFound(message: string, pointer: string): AppError {
  return new AppError({ code: 'not-found', message, pointer })
}

export function badInput(code: ErrorCode, message: string, pointer: string): AppError {
  return new AppError({ code, message, pointer })
}
