<?php
function panel(array $parameters): array
{
    $curl = curl_init('__PANEL__/api/v2');
    curl_setopt_array($curl, [
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 90,
        CURLOPT_POSTFIELDS => http_build_query(['key' => '__KEY__'] + $parameters),
    ]);
    $answer = json_decode(curl_exec($curl), true);
    if (!is_array($answer)) {
        throw new RuntimeException('No answer: send the same again, with the same idempotency key.');
    }
    if (isset($answer['error']) && is_string($answer['error'])) {
        throw new RuntimeException($answer['error']);
    }
    return $answer;
}

$placed = panel([
    'action' => 'add', 'service' => 1, 'link' => 'https://example.com/post/1',
    'quantity' => 500, 'idempotency_key' => 'invoice-2041-line-1',
]);
echo panel(['action' => 'status', 'order' => $placed['order']])['status'], "\n";
echo panel(['action' => 'balance'])['balance'], "\n";
