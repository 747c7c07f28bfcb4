import { AppError } from '../../platform/errors/index.ts'

export function conflict(message: string): AppError {
  return new AppError({ code: 'conflict', message })
}

export function notFound(message: string, pointer: string): AppError {
  return new AppError({ code: 'not-found', message, pointer })
}

export function badInput(message: string, pointer: string): AppError {
  return new AppError({ code: 'bad-input', message, pointer })
}
