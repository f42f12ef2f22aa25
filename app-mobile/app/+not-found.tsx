export { NotFoundScreen as default } from '../src/screens/not-found-screen.tsx';
