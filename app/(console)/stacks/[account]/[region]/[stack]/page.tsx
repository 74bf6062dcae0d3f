import { redirect } from "next/navigation";
import { stackPath } from "@/lib/place";
import { readStackParams, type StackParams } from "./stack-params";

export default async function StackPage({ params }: { params: Promise<StackParams> }) {
  redirect(stackPath(await readStackParams(params)));
}
