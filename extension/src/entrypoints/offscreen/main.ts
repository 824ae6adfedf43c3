import { settle } from '../../engine/home';

settle();
