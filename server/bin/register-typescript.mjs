import { register } from 'tsx/esm/api';

// From here on this process can import TypeScript files as they are.
register();
