/** Makes Node look like a page that is opened in Spanish: the language is settled when modules load. */
import { vi } from 'vitest';

vi.stubGlobal('document', {});
vi.stubGlobal('localStorage', { getItem: () => 'es' });
vi.stubGlobal('navigator', { languages: ['es'] });
